package io.forkpool.core.child;

import io.forkpool.core.channel.StackLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Answers the parent's questions for the stacks of this process, on a thread of its own that lives
 * as long as an answer takes: whatever hangs here, {@link ParentWatch} goes on watching. Only the
 * last question is answered.
 */
final class StackTeller implements Runnable {
  static final String THREAD = "forkpool-stacks";

  private final SocketChannel lifeline;
  private long asked;
  private boolean telling;

  StackTeller(SocketChannel lifeline) {
    this.lifeline = lifeline;
  }

  /** The parent has asked. Does not wait. */
  void ask(long number) {
    synchronized (this) {
      asked = number;
      if (telling) {
        return;
      }
      telling = true;
    }
    Thread thread = new Thread(null, this, THREAD, 256 * 1024);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    try (Selector selector = Selector.open()) {
      lifeline.register(selector, SelectionKey.OP_WRITE);
      long answered = 0;
      while (true) {
        synchronized (this) {
          if (asked == answered) {
            telling = false;
            return;
          }
          answered = asked;
        }
        write(answer(answered), selector);
      }
    } catch (IOException e) {
      // The parent has gone; ParentWatch sees that, too.
    }
  }

  private static ByteBuffer answer(long number) {
    byte[] text = text().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(text.length, StackLine.MOST_BYTES);
    ByteBuffer answer = ByteBuffer.allocate(StackLine.HEADER_BYTES + length);
    return answer.putLong(number).putInt(length).put(text, 0, length).flip();
  }

  private static String text() {
    try {
      return StackText.ofAllThreads().stripTrailing();
    } catch (Throwable t) {
      return "no stacks: " + t; // a JVM that is out of memory, for one: the parent is told that
    }
  }

  private void write(ByteBuffer answer, Selector selector) throws IOException {
    while (answer.hasRemaining()) {
      lifeline.write(answer);
      if (answer.hasRemaining()) {
        selector.select();
        selector.selectedKeys().clear();
      }
    }
  }
}
