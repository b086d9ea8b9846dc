package io.forkpool.core.broker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One connection between a broker and another process; both ends are alike. Read by the {@link
 * EventLoop}'s thread; any thread may {@link #send}, which never blocks: what the socket does not
 * take is left to the loop. Thread-safe.
 *
 * <p>The channel is non-blocking, not only so that nobody is held up: an interrupt would close a
 * blocking one.
 */
final class Wire {
  private final EventLoop loop;
  private final SocketChannel socket;
  private final WireEnd end;
  private final FrameParser parser = new FrameParser();
  private final Outbox outbox = new Outbox();
  private SelectionKey key;
  private boolean closed;

  private Wire(EventLoop loop, SocketChannel socket, WireEnd end) {
    this.loop = loop;
    this.socket = socket;
    this.end = end;
  }

  /**
   * Takes a socket over, and begins to read.
   *
   * @param socket a connected socket; closed if this fails
   * @param end is told what comes
   */
  static Wire open(EventLoop loop, SocketChannel socket, WireEnd end) throws IOException {
    Wire wire = new Wire(loop, socket, end);
    try {
      socket.configureBlocking(false);
      end.opened(wire);
      synchronized (wire) {
        wire.key = loop.register(socket, wire);
      }
      return wire;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Takes a socket over that is registered with the loop already. On the loop's thread. */
  static void adopt(EventLoop loop, SelectionKey key, WireEnd end) {
    Wire wire = new Wire(loop, (SocketChannel) key.channel(), end);
    end.opened(wire);
    wire.key = key;
    key.attach(wire);
  }

  /** Puts a frame in line. {@link #flush} sends it. Does nothing if the connection has ended. */
  synchronized void add(BrokerFrame frame) {
    if (!closed) {
      outbox.add(frame);
    }
  }

  /** Sends what is in line, as far as the socket takes it; the loop sends the rest. */
  synchronized void flush() {
    if (closed) {
      return;
    }
    try {
      boolean all = outbox.write(socket);
      int wanted = all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
      if (key != null && key.interestOps() != wanted) {
        key.interestOps(wanted);
        loop.wakeup();
      }
      if (all) {
        notifyAll();
      }
    } catch (IOException | CancelledKeyException e) {
      // The loop's read meets the same, after all that the other side had sent before.
      closed = true;
      notifyAll();
    }
  }

  /** Puts a frame in line and sends it. */
  void send(BrokerFrame frame) {
    synchronized (this) {
      add(frame);
      flush();
    }
  }

  /**
   * Puts a frame in line and sends it, unless something is in line.
   *
   * @return whether it did so
   */
  synchronized boolean sendIfIdle(BrokerFrame frame) {
    if (outbox.bytes() > 0) {
      return false;
    }
    send(frame);
    return true;
  }

  /** Waits until nothing is in line, or this thread is interrupted. Not for the loop's thread. */
  synchronized void awaitSent() {
    try {
      while (!closed && outbox.bytes() > 0) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits while more than so many bytes wait to be sent. Not for the loop's thread.
   *
   * @return whether the thread was interrupted meanwhile
   */
  synchronized boolean awaitRoom(long bytes) {
    boolean interrupted = false;
    while (!closed && outbox.bytes() > bytes) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  /** Whether nothing can be sent any more. */
  synchronized boolean isClosed() {
    return closed;
  }

  /** On the loop's thread: the socket is ready. */
  void ready(SelectionKey ready, ByteBuffer buffer) {
    if (ready.isValid() && ready.isWritable()) {
      flush();
    }
    if (ready.isValid() && ready.isReadable()) {
      read(buffer);
    }
  }

  private void read(ByteBuffer buffer) {
    buffer.clear();
    try {
      int count = socket.read(buffer);
      if (count < 0) {
        throw new EOFException("the other process has closed its connection, or ended");
      }
    } catch (IOException e) {
      close(e);
      return;
    }
    end.begin();
    try {
      parser.read(buffer.flip(), end::received);
    } catch (Throwable e) { // whatever it is, the loop goes on for the other connections
      end.finish();
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.WARNING, "a connection of shared objects is given up", e);
      close(new IOException("what was received cannot be taken in: " + e, e));
      return;
    }
    end.finish();
  }

  /** On the loop's thread: ends the connection. */
  void close(Exception cause) {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      socket.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    end.ended(cause);
  }
}
