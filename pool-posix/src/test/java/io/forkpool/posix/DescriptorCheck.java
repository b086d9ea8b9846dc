package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a worker has of its parent's descriptors, and what it has not. */
enum DescriptorCheck implements ChildCheck {
  FILES_HAVE_THEIR_OWN_POSITIONS {
    private RandomAccessFile file;

    @Override
    public void inParent() throws Exception {
      Path path = mailbox().path("digits");
      Files.writeString(path, "0123456789");
      file = new RandomAccessFile(path.toFile(), "r");
      Files.delete(path);
      file.seek(3);
    }

    @Override
    public void inChild() throws Exception {
      check(file.getFilePointer() == 3, "position " + file.getFilePointer());
      file.seek(7);
      check(file.read() == '7', "content");
    }

    @Override
    public void afterChild() throws Exception {
      check(file.getFilePointer() == 3, "the child has moved its parent's file");
    }
  },
  PIPES_ARE_OUT_OF_USE {
    private Pipe pipe;

    @Override
    public void inParent() throws Exception {
      pipe = Pipe.open();
    }

    @Override
    public void inChild() throws Exception {
      check(!canWrite(pipe), "the child can write into its parent's pipe");
      pipe.sink().close();
    }

    @Override
    public void afterChild() {
      check(canWrite(pipe), "the parent cannot write into its pipe");
    }
  },
  KEPT_PIPES_ARE_IN_USE {
    private int[] pipe;

    @Override
    public ForkOptions options() {
      return ForkOptions.isolated().keeping(List.of(pipe[1]));
    }

    @Override
    public void inParent() throws Exception {
      pipe = Native.get().pipe();
    }

    @Override
    public void inChild() throws Exception {
      check(Native.get().write(pipe[1], new byte[] {5}, 1) == 1, "not written");
    }

    @Override
    public void afterChild() throws Exception {
      byte[] read = new byte[1];
      check(Native.get().read(pipe[0], read, 1) == 1 && read[0] == 5, "not read");
    }
  },
  POSIX_FORK_INHERITS_PIPES {
    private Pipe pipe;

    @Override
    public ForkOptions options() {
      return null;
    }

    @Override
    public void inParent() throws Exception {
      pipe = Pipe.open();
    }

    @Override
    public void inChild() {
      check(canWrite(pipe), "the child cannot write into the pipe that it has inherited");
    }
  },
  NUMBERS_STAY_TAKEN {
    private final List<Pipe> pipes = new ArrayList<>();

    @Override
    public void inParent() throws Exception {
      for (int i = 0; i < 10; i++) {
        pipes.add(Pipe.open());
      }
    }

    @Override
    public void inChild() throws Exception {
      Path path = mailbox().path("letters");
      Files.writeString(path, "abc");
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
        for (Pipe pipe : pipes) {
          pipe.source().close();
          pipe.sink().close();
        }
        check(file.read() == 'a', "what the parent had open, closed a file of the child's");
      }
    }
  },
  STREAMS_OF_THE_PARENT_END {
    private Process process;

    @Override
    public void inParent() throws Exception {
      process = new ProcessBuilder("cat").start();
    }

    @Override
    public void inChild() throws Exception {
      mailbox().await("ended");
    }

    @Override
    public void whileTheChildRuns(int child) throws Exception {
      process.getOutputStream().close(); // the end of cat's input, unless the child has it open
      check(process.waitFor(20, TimeUnit.SECONDS), "the child holds a pipe of its parent's");
      check(process.getInputStream().read() < 0, "more output");
      mailbox().post("ended", "");
    }
  },
  CONNECTIONS_ARE_THE_PARENTS {
    private ServerSocketChannel server;

    @Override
    public void inParent() throws Exception {
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(ownAddress(), 0));
    }

    /** Of the loopback device: at the port that becomes free nobody else listens next. */
    private InetAddress ownAddress() throws IOException {
      int pid = Posix.getpid();
      return InetAddress.getByAddress(
          new byte[] {127, (byte) (pid >> 16), (byte) (pid >> 8), (byte) pid});
    }

    @Override
    public void inChild() throws Exception {
      mailbox().post("ready", "");
      mailbox().await("closed");
    }

    @Override
    public void whileTheChildRuns(int child) throws Exception {
      mailbox().await("ready");
      int port = server.socket().getLocalPort();
      server.close();
      try (Socket socket = new Socket(ownAddress(), port)) {
        check(false, "the child listens in its parent's place: " + socket);
      } catch (ConnectException e) {
        mailbox().post("closed", "");
      }
    }
  },
  SELECTORS_ARE_THE_PARENTS {
    private ServerSocketChannel server;
    private Selector selector;

    @Override
    public void inParent() throws Exception {
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.configureBlocking(false);
      selector = Selector.open();
      server.register(selector, SelectionKey.OP_ACCEPT);
      selector.selectNow();
    }

    @Override
    public void inChild() {
      try {
        selector.keys().forEach(SelectionKey::cancel);
        selector.selectNow(); // takes the keys out of the kernel's set, which must be another one
        selector.close();
      } catch (IOException e) {
        // It cannot be used.
      }
    }

    @Override
    public void afterChild() throws Exception {
      try (Socket socket = new Socket()) {
        socket.connect(server.getLocalAddress());
        check(selector.select(20_000) == 1, "the child has used its parent's selector");
      }
      selector.close();
      server.close();
    }
  },
  PROCESSES_CAN_BE_STARTED_MEANWHILE {
    @Override
    public void inChild() throws Exception {
      mailbox().await("started");
    }

    @Override
    public void run() throws Exception {
      forkWhileProcessesStart();
    }
  },
  POSIX_FORK_HOLDS_UP_NO_START {
    @Override
    public ForkOptions options() {
      return null;
    }

    @Override
    public void inChild() throws Exception {
      mailbox().await("started");
    }

    @Override
    public void run() throws Exception {
      forkWhileProcessesStart();
    }
  };

  private static final int FORKS = 10;

  @Override
  public ForkOptions options() {
    return ForkOptions.isolated();
  }

  /** Children that stay, while the parent starts processes and waits for all they say. */
  void forkWhileProcessesStart() throws Exception {
    Forker.prepare();
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread starter = new Thread(() -> startProcesses(done), "a-starter");
    starter.setDaemon(true);
    starter.start();
    List<Integer> children = new ArrayList<>();
    try {
      for (int i = 0; i < FORKS; i++) {
        children.add(fork());
      }
      mailbox().post("forked", "");
      Wait.until("it stays at " + List.of(starter.getStackTrace()), done::isDone);
      done.get();
    } finally {
      mailbox().post("forked", "");
      mailbox().post("started", "");
    }
    for (int child : children) {
      awaitEnd(child);
    }
  }

  private void startProcesses(CompletableFuture<Void> done) {
    try {
      while (!mailbox().has("forked")) {
        Process process = new ProcessBuilder("echo", "x").start();
        check(process.getInputStream().readAllBytes().length == 2, "its output");
        check(process.waitFor() == 0, "its end");
      }
      done.complete(null);
    } catch (IOException | InterruptedException | AssertionError e) {
      done.completeExceptionally(e);
    }
  }

  Mailbox mailbox() throws IOException {
    return Mailbox.of(this);
  }

  static boolean canWrite(Pipe pipe) {
    try {
      return pipe.sink().write(ByteBuffer.wrap(new byte[1])) == 1;
    } catch (IOException e) {
      return false;
    }
  }
}
