package io.forkpool;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes to the stdin of a command, on a thread of its own, and closes it.
 *
 * <p>The thread ends with the input, or when nobody can read it any more. It is a daemon, and
 * {@link #join} gives it up after a second: a descendant that outlives the command, has inherited
 * its stdin and does not read it, holds the thread in a write that nothing in Java can end.
 */
final class SubprocessInput implements Runnable {
  private static final int PIECE = 64 * 1024;
  private static final long GIVEN_UP_MILLIS = 1_000;

  private final OutputStream stdin;
  private final byte[] input;
  private final Thread thread = new Thread(null, this, "forkpool-subprocess-input", 256 * 1024);

  SubprocessInput(OutputStream stdin, byte[] input) {
    this.stdin = stdin;
    this.input = input;
    thread.setDaemon(true);
  }

  /** Begins to write; without input the command sees its end at once, and no thread is started. */
  void begin() {
    if (input.length == 0) {
      run();
    } else {
      thread.start();
    }
  }

  @Override
  public void run() {
    try (stdin) {
      int left = input.length;
      while (left > 0) {
        int length = Math.min(PIECE, left);
        stdin.write(input, input.length - left, length);
        left -= length;
      }
    } catch (IOException e) {
      // EPIPE, the one way in which writing to a pipe fails: the command wants no more of it, which
      // is its right. As Python's communicate() has it.
    }
  }

  /** Waits for the end of the writing, once the command has ended. */
  void join() throws InterruptedException {
    thread.join(GIVEN_UP_MILLIS); // returns at once where it was not started
  }
}
