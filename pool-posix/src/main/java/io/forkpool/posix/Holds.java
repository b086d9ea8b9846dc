package io.forkpool.posix;

import java.util.Arrays;

/**
 * Locks of the JDK's whose holders run: such a lock is mostly free again soon, and a child that
 * found it held would wait for it for ever. How soon depends on the processor time that the holder
 * gets, which on a busy machine may be little; so patience with it is measured in that. A lock that
 * its holder has not let go of in {@link #LONG_NANOS} of its own processor time is held for long.
 *
 * <p>Used while other threads are suspended: nothing here loads a class at its second use.
 */
final class Holds {
  /** So long somebody else's code runs below the JDK's that has locked, and may do so for ever. */
  static final long LONG_NANOS = 200_000_000;

  /**
   * Of each hold: the thread, the lock's identity hash, the thread's time when it was first seen.
   */
  private static final int FIELDS = 3;

  private long[] holds = new long[8 * FIELDS];
  private int size;
  private long[] holdsBefore = new long[8 * FIELDS];
  private int sizeBefore;
  private boolean someEndSoon;
  private boolean inVain;

  /** A fork begins. */
  void reset() {
    size = 0;
  }

  /** A look begins. */
  void beginLook() {
    long[] swap = holdsBefore;
    holdsBefore = holds;
    holds = swap;
    sizeBefore = size;
    size = 0;
    someEndSoon = false;
  }

  /**
   * A thread that runs holds a lock.
   *
   * @param thread its id
   * @param lock the lock's identity hash code
   * @param cpuNanos the processor time that the thread has had
   * @return whether the lock is to be waited for: it has not been held for long
   */
  boolean endsSoon(long thread, int lock, long cpuNanos) {
    if (size == holds.length) {
      holds = Arrays.copyOf(holds, 2 * size);
    }
    long since = cpuNanos;
    for (int i = 0; i < sizeBefore; i += FIELDS) {
      if (holdsBefore[i] == thread && holdsBefore[i + 1] == lock) {
        since = holdsBefore[i + 2];
      }
    }
    holds[size] = thread;
    holds[size + 1] = lock;
    holds[size + 2] = since;
    size += FIELDS;
    boolean soon = cpuNanos - since < LONG_NANOS;
    someEndSoon |= soon;
    return soon;
  }

  /**
   * Whether the last look has found a lock that is to be waited for. Not if the last fork has
   * waited for such locks in vain: where so many threads take them so often that they are never all
   * free, only the first fork takes as long as it may.
   */
  boolean someEndSoon() {
    return someEndSoon && !inVain;
  }

  /**
   * The process was copied.
   *
   * @param nevertheless whether something was still in the way
   */
  void forked(boolean nevertheless) {
    inVain = nevertheless && someEndSoon;
  }
}
