package io.forkpool.posix;

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

  /** When each hold was first seen. */
  private final Sightings seen = new Sightings();

  private boolean someEndSoon;
  private boolean inVain;

  /** A fork begins. */
  void reset() {
    seen.reset();
  }

  /** A look begins. */
  void beginLook() {
    seen.beginLook();
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
    long since = seen.last(thread, lock, cpuNanos);
    seen.note(thread, lock, since);
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
