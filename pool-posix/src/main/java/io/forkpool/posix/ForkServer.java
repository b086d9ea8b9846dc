package io.forkpool.posix;

import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRole;
import io.forkpool.spi.ErrorTail;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A fork server, as its application sees it: the process, the connection, and what is under way.
 *
 * <p><b>Threads.</b> One thread, the carrier, reads and writes; it is woken by whoever has
 * something to send, by the server's end, and by {@link #close}. Any thread may ask for a child; it
 * waits for the answer, and an interrupt ends that wait. A thread that writes itself could be
 * interrupted in the middle of a message, and the connection of all pools with it.
 *
 * <p><b>State.</b> Open, then closed, guarded by the lock of {@code starting}. Who closes it tells
 * all that wait; nobody can begin to wait afterwards.
 */
final class ForkServer implements Runnable {
  /** How long a server may take to prepare, and to fork, on however busy a machine. */
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  /** How long a server that has hung up may take to end: its exit status tells why. */
  private static final long END_SECONDS = 10;

  private final ChildHandle process;
  private final ChildRole role;
  private final Duration startLimit;
  private final SocketChannel connection;
  private final Selector selector;
  private final SelectionKey key;
  private final Queue<ByteBuffer> outgoing = new ConcurrentLinkedQueue<>();
  private final Map<Long, Asked> starting = new HashMap<>();
  private final Map<Long, ServedHandle> children = new HashMap<>(); // the carrier's
  private ByteBuffer input = ByteBuffer.allocate(4096);
  private long lastNumber;
  private boolean open = true;

  /** A child that somebody waits for. */
  private record Asked(String name, CompletableFuture<ServedHandle> answer) {}

  /** Takes over both; the connection is closed, and the process ended, if this fails. */
  ForkServer(ChildHandle process, SocketChannel connection, String name, ChildRole role)
      throws IOException {
    this(process, connection, name, role, START_LIMIT);
  }

  /** With a limit for {@link #start} of its own. */
  ForkServer(
      ChildHandle process,
      SocketChannel connection,
      String name,
      ChildRole role,
      Duration startLimit)
      throws IOException {
    this.process = process;
    this.role = role;
    this.startLimit = startLimit;
    this.connection = connection;
    try {
      connection.configureBlocking(false);
      this.selector = Selector.open();
      this.key = connection.register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      connection.close();
      process.kill();
      throw e;
    }
    Thread carrier = new Thread(null, this, name, 256 * 1024);
    carrier.setDaemon(true);
    carrier.start();
  }

  /**
   * Has a child made.
   *
   * @return the child; null if this server was closed before it was asked
   * @throws InterruptedIOException if this thread is interrupted; a child that is made all the same
   *     is killed
   * @throws IOException if there is no child; the message says why
   */
  ChildHandle start(String name, String program, byte[] argument) throws IOException {
    CompletableFuture<ServedHandle> answer = new CompletableFuture<>();
    synchronized (starting) {
      if (!open) {
        return null;
      }
      long number = ++lastNumber;
      starting.put(number, new Asked(name, answer));
      outgoing.add(new ServerMessage.Start(number, name, program, argument).encode());
    }
    selector.wakeup();
    try {
      return answer.get(startLimit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      abandon(answer);
      throw (IOException) new InterruptedIOException("a start was interrupted").initCause(e);
    } catch (TimeoutException e) {
      abandon(answer);
      process.kill(); // nobody else gets an answer from it either
      throw new IOException(
          "the fork server made no child within "
              + startLimit.toSeconds()
              + " s; does its preload action hang?",
          e);
    }
  }

  private static void abandon(CompletableFuture<ServedHandle> answer) {
    if (!answer.cancel(false)) {
      answer.thenAccept(ServedHandle::kill);
    }
  }

  /** Hangs up: the server ends. Does not wait for that. */
  void close() {
    synchronized (starting) {
      open = false;
    }
    selector.wakeup();
  }

  long pid() {
    return process.pid();
  }

  /** Whether it can be asked for children; it may have ended since. */
  boolean isOpen() {
    synchronized (starting) {
      return open;
    }
  }

  @Override
  public void run() {
    try {
      while (isOpen()) {
        boolean written = write();
        key.interestOps(
            written ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        selector.select();
        selector.selectedKeys().clear();
        read();
      }
      end("it was closed");
    } catch (IOException | RuntimeException | Error e) {
      // Mostly the end of the stream; what makes no sense ends the server, too. Whatever it is,
      // those who wait must be told.
      System.getLogger(ForkServer.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "the connection to a fork server has ended", e);
      end(obituary());
    } finally {
      process.kill(); // it has ended, or does so by itself, or is out of its mind
    }
  }

  private boolean write() throws IOException {
    for (ByteBuffer next = outgoing.peek(); next != null; next = outgoing.peek()) {
      connection.write(next);
      if (next.hasRemaining()) {
        return false;
      }
      outgoing.remove();
    }
    return true;
  }

  private void read() throws IOException {
    int received = connection.read(input);
    if (received < 0) {
      throw new EOFException("the fork server has gone");
    }
    input.flip();
    while (input.remaining() >= Integer.BYTES) {
      int length = input.getInt(input.position());
      if (length < 0 || length > ServerMessage.MOST_BYTES_OF_AN_ANSWER) {
        throw new IOException("a message of " + length + " bytes");
      }
      if (input.remaining() < Integer.BYTES + length) {
        break;
      }
      input.getInt();
      byte[] message = new byte[length];
      input.get(message);
      take(ServerMessage.decode(message));
    }
    input.compact();
    if (!input.hasRemaining()) {
      input.flip();
      input = ByteBuffer.allocate(2 * input.capacity()).put(input);
    }
  }

  private void take(ServerMessage message) throws IOException {
    if (message instanceof ServerMessage.Started started) {
      started(started);
    } else if (message instanceof ServerMessage.Refused refused) {
      asked(refused.child()).answer.completeExceptionally(new IOException(refused.cause()));
    } else if (message instanceof ServerMessage.Exited exited) {
      children.remove(exited.child()).exited(exited.status());
    } else if (message instanceof ServerMessage.Idle) {
      synchronized (starting) {
        open &= !(starting.isEmpty() && children.isEmpty());
      }
    } else {
      throw new IOException("an application does not expect " + message);
    }
  }

  private Asked asked(long number) throws IOException {
    synchronized (starting) {
      Asked asked = starting.remove(number);
      if (asked == null) {
        throw new IOException("an answer to what was not asked: " + number);
      }
      return asked;
    }
  }

  private void started(ServerMessage.Started started) throws IOException {
    Asked asked = asked(started.child());
    Optional<ErrorTail> errors = Optional.empty();
    Throwable failure = null;
    try {
      errors = errors(started, asked.name);
    } catch (RuntimeException | Error e) { // there may be no thread to be had for it
      failure = e;
    }
    ServedHandle child =
        new ServedHandle(started.pid(), errors, role, () -> interrupt(started.child()));
    children.put(started.child(), child);
    if (failure != null) {
      child.kill();
      asked.answer.completeExceptionally(
          new IOException("the child's stderr cannot be followed: " + failure, failure));
    } else if (!asked.answer.complete(child)) {
      child.kill();
    }
  }

  private Optional<ErrorTail> errors(ServerMessage.Started started, String name) {
    if (started.errors() < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(ErrorTail.follow(openErrors(started), name));
    } finally {
      outgoing.add(new ServerMessage.Opened(started.child()).encode());
    }
  }

  /** Has a child interrupted; false if there is nobody to do it. */
  private boolean interrupt(long child) {
    synchronized (starting) {
      if (!open) {
        return false;
      }
      outgoing.add(new ServerMessage.Interrupt(child).encode());
    }
    selector.wakeup();
    return true;
  }

  /** The server's end of the pipe, opened anew by the name that Linux gives it. */
  private InputStream openErrors(ServerMessage.Started started) {
    try {
      return new FileInputStream("/proc/" + process.pid() + "/fd/" + started.errors());
    } catch (IOException e) {
      // Also where the server has gone meanwhile: the child's exit status will tell more.
      System.getLogger(ForkServer.class.getPackageName())
          .log(System.Logger.Level.WARNING, "the stderr of a worker cannot be read", e);
      return InputStream.nullInputStream();
    }
  }

  private String obituary() {
    String status;
    try {
      status = process.onExit().get(END_SECONDS, TimeUnit.SECONDS).toString();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      status = "it has hung up";
    }
    List<String> words = process.lastErrorLines();
    return status + (words.isEmpty() ? "" : "; its last words: " + String.join("\n", words));
  }

  /** All who wait are told; children live on. */
  private void end(String why) {
    List<Asked> waiting;
    synchronized (starting) {
      open = false;
      waiting = List.copyOf(starting.values());
      starting.clear();
    }
    try (selector;
        connection) {
      waiting.forEach(
          asked ->
              asked.answer.completeExceptionally(
                  new IOException("the fork server has ended: " + why)));
      children.values().forEach(ServedHandle::orphaned);
    } catch (IOException e) {
      System.getLogger(ForkServer.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "closing the connection to a fork server", e);
    }
  }
}
