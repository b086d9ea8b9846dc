package io.forkpool.posix;

import java.util.concurrent.TimeUnit;

/**
 * For how long a fork waits for locks that are mostly held for an instant, and copies the process
 * all the same after that. While somebody loads a class there is no fork anyway; so patience with
 * those who are found to be in the way after that begins then.
 *
 * <p>Used while other threads are suspended: nothing here loads a class at its second use.
 */
final class Patience {
  /** After that long, a lock of the JDK's is taken to be held for long, and reported. */
  static final long NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Who has had so many chances to get out of the way is in it always, somehow. */
  static final int CHANCES = 30;

  private final long mostNanos;
  private long since;

  /**
   * A fork begins.
   *
   * @param budgetNanos how long it may take, of which this is one half
   */
  Patience(long budgetNanos) {
    this.mostNanos = budgetNanos / 2;
  }

  /**
   * Tells, after a look, whether another one is worth while.
   *
   * @param nanos how long the fork takes by now
   * @param obstacle what is in the way
   * @param someEndSoon whether a thread that runs has not held its lock for long
   * @param chances what those who can run have had of chances
   * @return whether it is
   */
  boolean lasts(long nanos, Obstacle obstacle, boolean someEndSoon, Chances chances) {
    if (obstacle == Obstacle.LOADING) {
      since = nanos;
    }
    return nanos < mostNanos
        && (nanos - since < NANOS
            || someEndSoon
            || chances.someMayMoveOn() && chances.count() < CHANCES);
  }
}
