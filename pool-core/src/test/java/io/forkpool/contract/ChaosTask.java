package io.forkpool.contract;

import io.forkpool.SerializableCallable;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * A task of a {@link ChaosRun}: notes that it runs, does its mischief, and squares its number.
 *
 * @param number its number
 * @param mischief what it does
 * @param ballast travels with it
 * @param ledger where it notes its run
 * @param smallHeap whether its worker's heap is small
 */
record ChaosTask(int number, Mischief mischief, Object ballast, Ledger ledger, boolean smallHeap)
    implements SerializableCallable<ChaosTask.Answer> {
  private static final int LARGE = 3 << 20;

  /** What a task gives: its number's square, and whatever else is to travel back. */
  record Answer(int square, Object ballast) {}

  /** A value that takes its time on its way, on either side. */
  static final class Slow implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) throws IOException {
      nap();
      out.write(new byte[1 << 16]);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      in.readFully(new byte[1 << 16]);
      nap();
    }

    private static void nap() {
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static ChaosTask of(int number, Mischief mischief, Ledger ledger, boolean smallHeap) {
    Object ballast =
        switch (mischief) {
          case LARGE_ARGUMENT -> new byte[LARGE];
          case SLOW_VALUE -> new Slow();
          default -> null;
        };
    return new ChaosTask(number, mischief, ballast, ledger, smallHeap);
  }

  @Override
  public Answer call() throws Exception {
    ledger.enter(number);
    mischief.happen(smallHeap);
    return new Answer(
        Tasks.square(number), mischief == Mischief.LARGE_RESULT ? new byte[LARGE] : null);
  }
}
