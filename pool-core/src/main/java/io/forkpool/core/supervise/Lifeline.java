package io.forkpool.core.supervise;

import io.forkpool.WorkerDump;
import io.forkpool.core.channel.StackLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The parent's side of a worker's lifeline: its end ends the worker; until then it can be asked for
 * its stacks. But for {@link #close} used by one thread at a time.
 */
final class Lifeline {
  private final long pid;
  private final SocketChannel channel;
  private final ByteBuffer header = StackLine.header();

  /** The text that is being read; null while its header is. */
  private ByteBuffer text;

  private long asked;
  private WorkerDump dump;

  Lifeline(long pid, SocketChannel channel) {
    this.pid = pid;
    this.channel = channel;
  }

  void close() {
    Sockets.close(channel);
  }

  /** Asks for the stacks. Does not wait. */
  void ask(Selector selector) {
    asked++;
    dump = null;
    try {
      channel.register(selector, SelectionKey.OP_READ, this);
      ByteBuffer question = StackLine.question().putLong(asked).flip();
      if (channel.write(question) < StackLine.QUESTION_BYTES) {
        fail("it has not read earlier questions for its stacks");
      }
    } catch (IOException e) {
      fail("it has ended");
    }
  }

  /** Takes in what has come. */
  void read() {
    try {
      while (dump == null) {
        ByteBuffer part = text == null ? header : text;
        int count = channel.read(part);
        if (count < 0) {
          throw new ClosedChannelException();
        }
        if (!part.hasRemaining()) {
          accept();
        } else if (count == 0) {
          return;
        }
      }
    } catch (IOException e) {
      fail("it has ended");
    }
  }

  private void accept() throws IOException {
    if (text == null) {
      int length = header.getInt(Long.BYTES);
      if (length < 0 || length > StackLine.MOST_BYTES) {
        throw new IOException("an answer of " + length + " bytes");
      }
      text = ByteBuffer.allocate(length);
      return;
    }
    if (header.getLong(0) == asked) { // else an answer that nobody waited for
      dump = new WorkerDump(pid, true, new String(text.array(), StandardCharsets.UTF_8));
    }
    header.clear();
    text = null;
  }

  /** There will be no answer, or nobody waits for it any more. */
  void fail(String reason) {
    if (dump == null) {
      dump = new WorkerDump(pid, false, "no stacks: " + reason);
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  long pid() {
    return pid;
  }

  /** The answer, or why there is none; null while there may be one. */
  WorkerDump dump() {
    return dump;
  }
}
