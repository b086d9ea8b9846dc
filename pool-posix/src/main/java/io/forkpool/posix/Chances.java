package io.forkpool.posix;

/**
 * How many chances those have had that were in the way of a fork and can run. A thread that is
 * found in the middle of something again is in the middle of something else by then, if it has had
 * the processor in between; on a busy machine it may have had to wait for that for long. So
 * patience with it is counted in looks before which it has run, not in time.
 *
 * <p>Used while other threads are suspended: nothing here loads a class at its second use.
 */
final class Chances {
  /** Less processor time than that is spent in getting suspended again. */
  private static final long RUN_NANOS = 20_000;

  private final Sightings seen = new Sightings();
  private boolean allHaveRun;
  private int count;

  /** A fork begins. */
  void reset() {
    seen.reset();
    count = 0;
  }

  /** A look begins. */
  void beginLook() {
    seen.beginLook();
    allHaveRun = true;
  }

  /**
   * A thread is in the way.
   *
   * @param id its id
   * @param cpuNanos the processor time that it has had
   */
  void inTheWay(long id, long cpuNanos) {
    long last = seen.last(id, 0, cpuNanos - RUN_NANOS); // who is new has run
    boolean hasRun = cpuNanos - last >= RUN_NANOS;
    allHaveRun &= hasRun;
    seen.note(id, 0, hasRun ? cpuNanos : last); // it adds up
  }

  /** A look ends. */
  void endLook() {
    if (allHaveRun && someMayMoveOn()) {
      count++;
    }
  }

  /** Whether the last look has found a thread in the way that can run. */
  boolean someMayMoveOn() {
    return !seen.isEmpty();
  }

  /** How many looks there were before which all in the way had run. */
  int count() {
    return count;
  }
}
