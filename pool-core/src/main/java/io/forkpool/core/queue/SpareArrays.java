package io.forkpool.core.queue;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few arrays that held items and are to hold others, of exactly the same length: many queues
 * carry blocks of one size. Why, see {@link Stock}. Thread-safe, without locks: a fork may happen
 * at any moment.
 */
final class SpareArrays {
  private static final int PLACES = 4;

  /** Shorter ones are quickly made. */
  private static final int SHORTEST = 256;

  /** Longer ones would be much to hold on to. */
  private static final int LONGEST = 2 << 20;

  private static final AtomicReferenceArray<byte[]> SPARE = new AtomicReferenceArray<>(PLACES);

  private SpareArrays() {}

  /** Gives one with whatever contents. */
  static byte[] take(int length) {
    if (length >= SHORTEST) {
      for (int i = 0; i < PLACES; i++) {
        byte[] spare = SPARE.get(i);
        if (spare != null && spare.length == length && SPARE.compareAndSet(i, spare, null)) {
          return spare;
        }
      }
    }
    return new byte[length];
  }

  /** Takes one back that nobody else has. */
  static void giveBack(byte[] array) {
    if (array.length < SHORTEST || array.length > LONGEST) {
      return;
    }
    for (int i = 0; i < PLACES - 1; i++) {
      if (SPARE.get(i) == null && SPARE.compareAndSet(i, null, array)) {
        return;
      }
    }
    SPARE.set(PLACES - 1, array); // so that a length that is not used any more goes
  }
}
