package io.forkpool.posix;

import java.util.Arrays;

/**
 * What a fork has noted of threads at this look, and at the one before: a processor time for each
 * thread and lock.
 *
 * <p>Used while other threads are suspended: nothing here loads a class at its second use.
 */
final class Sightings {
  /** Of each: the thread, the lock, the time. */
  private static final int FIELDS = 3;

  private long[] now = new long[16 * FIELDS];
  private int size;
  private long[] before = new long[16 * FIELDS];
  private int sizeBefore;

  /** A fork begins: nothing was seen before. */
  void reset() {
    size = 0;
  }

  /** A look begins. */
  void beginLook() {
    long[] swap = before;
    before = now;
    now = swap;
    sizeBefore = size;
    size = 0;
  }

  /**
   * Tells what was noted at the look before.
   *
   * @param thread the thread's id
   * @param lock the lock's identity hash code; 0 for none
   * @param otherwise the answer if it was not seen then
   */
  long last(long thread, int lock, long otherwise) {
    for (int i = 0; i < sizeBefore; i += FIELDS) {
      if (before[i] == thread && before[i + 1] == lock) {
        return before[i + 2];
      }
    }
    return otherwise;
  }

  /** Notes it for the next look. */
  void note(long thread, int lock, long nanos) {
    if (size == now.length) {
      now = Arrays.copyOf(now, 2 * size);
    }
    now[size] = thread;
    now[size + 1] = lock;
    now[size + 2] = nanos;
    size += FIELDS;
  }

  /** Whether this look has seen nobody. */
  boolean isEmpty() {
    return size == 0;
  }
}
