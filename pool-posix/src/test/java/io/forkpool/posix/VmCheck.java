package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A child is a whole JVM. */
enum VmCheck implements ChildCheck {
  ALLOCATES_AND_COLLECTS {
    @Override
    public void inChild() {
      final long before = collections();
      List<byte[]> kept = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        kept.add(new byte[1 << 20]);
        if (kept.size() > 20) {
          kept.clear();
        }
      }
      System.gc();
      check(collections() >= before + 2, "no collection is counted");
    }

    private long collections() {
      return ManagementFactory.getGarbageCollectorMXBeans().stream()
          .mapToLong(bean -> bean.getCollectionCount())
          .sum();
    }
  },
  HANDLES_REFERENCES {
    @Override
    public void inChild() throws Exception {
      ReferenceQueue<Object> queue = new ReferenceQueue<>();
      WeakReference<Object> reference = new WeakReference<>(new Object(), queue);
      System.gc();
      check(queue.remove(20_000) == reference, "a cleared reference is not enqueued");
    }
  },
  COMPILES {
    @Override
    public void inChild() throws Exception {
      long before = compilationMillis();
      Wait.until(
          "nothing is compiled",
          () -> {
            for (int i = 0; i < 2_000; i++) {
              Pattern.compile("(a|b)*" + i).matcher("abab" + i).matches();
              String.format("%s %d %x", "a", i, i);
            }
            return compilationMillis() > before + 2;
          });
    }

    private long compilationMillis() {
      return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }
  },
  LOADS_CLASSES {
    @Override
    public void inChild() throws Exception {
      Class.forName("java.util.zip.CRC32C").getConstructor().newInstance();
      check(new StressedClass().toString() != null, "a class of a jar or directory");
    }
  },
  TURNS_SIGNALS_INTO_EXCEPTIONS {
    @Override
    public void inChild() {
      try {
        check(deep(0) < 0, "an endless recursion ended");
      } catch (StackOverflowError e) {
        check(e.getStackTrace().length > 100, "a short stack");
      }
      int caught = 0;
      for (int i = 0; i < 20_000; i++) { // compiled, it is a SIGSEGV
        try {
          caught += length(i % 100 == 0 ? null : "x") - 1;
        } catch (NullPointerException e) {
          caught++;
        }
      }
      check(caught == 200, caught + " caught");
    }

    private int deep(int depth) {
      return deep(depth + 1) + 1;
    }

    private int length(String text) {
      return text.length();
    }
  },
  STARTS_THREADS {
    @Override
    public void inChild() throws Exception {
      CompletableFuture<Boolean> ran = new CompletableFuture<>();
      Thread thread = new Thread(() -> ran.complete(true));
      thread.start();
      thread.join(20_000);
      check(ran.isDone(), "the thread has not run");
      check(!thread.isAlive(), "the thread is said to live");
    }
  },
  USES_THE_COMMON_POOL {
    @Override
    public void inParent() throws Exception {
      CompletableFuture.supplyAsync(() -> 1).get();
    }

    @Override
    public void inChild() throws Exception {
      int sum = CompletableFuture.supplyAsync(() -> 2).get(20, TimeUnit.SECONDS);
      sum += IntStream.range(0, 1000).parallel().map(i -> 1).sum();
      check(sum == 1002, "sum " + sum);
    }
  },
  STARTS_PROCESSES {
    @Override
    public void inParent() throws Exception {
      new ProcessBuilder("true").start().waitFor();
    }

    @Override
    public void inChild() throws Exception {
      Process process = new ProcessBuilder("sh", "-c", "exit 3").start();
      check(process.waitFor(20, TimeUnit.SECONDS), "the process is never seen to end");
      check(process.exitValue() == 3, "exit value " + process.exitValue());
    }
  },
  FORKS_AGAIN {
    @Override
    public void inChild() throws Exception {
      int self = Posix.getpid();
      int grandchild = Posix.fork();
      if (grandchild == 0) {
        System.gc();
        boolean whole = CompletableFuture.supplyAsync(Posix::getppid).join() == self;
        System.exit(whole ? 9 : 8);
      }
      int[] status = new int[1];
      Native.get().waitpid(grandchild, status, 0);
      check(status[0] == 9 << 8, "status " + status[0]);
    }
  },
  FORKS_AGAIN_AT_ONCE {
    private static final int GENERATIONS = 12;

    @Override
    public void inChild() throws Exception {
      descend(GENERATIONS);
    }

    /** Each has hardly begun: not all of its threads are back. */
    private void descend(int generations) throws Exception {
      if (generations > 0) {
        int child = Posix.fork();
        if (child == 0) {
          ChildExit.runAndExit(() -> descend(generations - 1));
        }
        awaitEnd(child);
      }
      System.gc();
    }
  },
  RUNS_VIRTUAL_THREADS {
    @Override
    public boolean applies() {
      return StressLoad.hasVirtualThreads();
    }

    @Override
    public void inParent() throws Exception {
      sleepOnVirtualThreads();
    }

    @Override
    public void inChild() throws Exception {
      sleepOnVirtualThreads();
    }

    private void sleepOnVirtualThreads() throws Exception {
      List<CompletableFuture<Boolean>> done = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        CompletableFuture<Boolean> future = new CompletableFuture<>();
        done.add(future);
        StressLoad.startVirtual(
            () -> {
              StressLoad.sleep();
              future.complete(true);
            });
      }
      for (CompletableFuture<Boolean> future : done) {
        future.get(20, TimeUnit.SECONDS);
      }
    }
  },
  VIRTUAL_THREADS_USE_SOCKETS {
    @Override
    public boolean applies() {
      return Runtime.version().feature() >= 25; // before, their pollers cannot be replaced
    }

    @Override
    public void inParent() throws Exception {
      talkToAVirtualThread();
    }

    @Override
    public void inChild() throws Exception {
      talkToAVirtualThread();
    }

    /** It has to wait for its peer: so somebody must wake it. */
    private void talkToAVirtualThread() throws Exception {
      CompletableFuture<Thread> reader = new CompletableFuture<>();
      CompletableFuture<Integer> read = new CompletableFuture<>();
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        StressLoad.startVirtual(
            () -> {
              reader.complete(Thread.currentThread());
              try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                read.complete(socket.getInputStream().read());
              } catch (IOException e) {
                read.completeExceptionally(e);
              }
            });
        try (Socket socket = server.accept()) {
          Wait.until("it waits", () -> reader.join().getState() == Thread.State.WAITING);
          socket.getOutputStream().write(7);
          check(read.get(20, TimeUnit.SECONDS) == 7, "another byte");
        }
      }
    }
  },
  READS_AND_PRINTS {
    @Override
    public void inChild() throws Exception {
      try (FileInputStream in = new FileInputStream("/proc/self/status")) {
        check(in.read() == 'N', "proc");
      }
      System.out.println("printed by a child");
    }
  },
  ANSWERS_JCMD {
    @Override
    public void inChild() throws Exception {
      Mailbox.of(this).await("answered");
    }

    @Override
    public void whileTheChildRuns(int child) throws Exception {
      Jcmd.check(child, this);
      Mailbox.of(this).post("answered", "");
    }

    @Override
    public void afterChild() throws Exception {
      check(!Jcmd.hasLeftSockets(), "the child has left its socket");
    }
  },
  ANSWERS_JCMD_LIKE_ITS_PARENT_BEFORE {
    @Override
    public void inParent() throws Exception {
      Jcmd.check(Posix.getpid(), this); // which has the parent listen for the next one
    }

    @Override
    public void inChild() throws Exception {
      Mailbox.of(this).await("answered");
    }

    @Override
    public void whileTheChildRuns(int child) throws Exception {
      Jcmd.check(child, this);
      Mailbox.of(this).post("answered", "");
    }

    @Override
    public void afterChild() throws Exception {
      Jcmd.check(Posix.getpid(), this);
      check(!Jcmd.hasLeftSockets(), "the child has left its socket");
    }
  };
}
