package io.forkpool.posix;

import java.util.Arrays;

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

  private long[] threads = new long[16];
  private long[] nanos = new long[16];
  private int size;
  private long[] threadsBefore = new long[16];
  private long[] nanosBefore = new long[16];
  private int sizeBefore;
  private boolean allHaveRun;
  private int count;

  /** A fork begins. */
  void reset() {
    size = 0;
    count = 0;
  }

  /** A look begins. */
  void beginLook() {
    long[] swap = threadsBefore;
    threadsBefore = threads;
    threads = swap;
    swap = nanosBefore;
    nanosBefore = nanos;
    nanos = swap;
    sizeBefore = size;
    size = 0;
    allHaveRun = true;
  }

  /**
   * A thread is in the way.
   *
   * @param id its id
   * @param cpuNanos the processor time that it has had
   */
  void inTheWay(long id, long cpuNanos) {
    if (size == threads.length) {
      threads = Arrays.copyOf(threads, 2 * size);
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    threads[size] = id;
    nanos[size] = cpuNanos;
    size++;
    for (int i = 0; i < sizeBefore; i++) {
      if (threadsBefore[i] == id && cpuNanos - nanosBefore[i] < RUN_NANOS) {
        allHaveRun = false;
        nanos[size - 1] = nanosBefore[i]; // it adds up
      }
    }
  }

  /** A look ends. */
  void endLook() {
    if (size > 0 && allHaveRun) {
      count++;
    }
  }

  /** Whether the last look has found a thread in the way that can run. */
  boolean someMayMoveOn() {
    return size > 0;
  }

  /** How many looks there were before which all in the way had run. */
  int count() {
    return count;
  }
}
