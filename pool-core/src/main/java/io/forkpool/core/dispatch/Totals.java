package io.forkpool.core.dispatch;

import io.forkpool.WorkerEnd;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a pool has done so far. Numbers only grow. They are counted whether somebody asks for them
 * or not: each costs an addition for each chunk, under a lock that is held anyway. Guarded by the
 * dispatcher's lock.
 */
final class Totals {
  long submitted;
  long completed;
  long failed;
  long retried;

  /** Tasks that were begun and have ended in one way or another; others are still with lanes. */
  long begunAndEnded;

  /** What workers have measured. */
  long ranNanos;

  private final Map<WorkerEnd, Long> ends = new EnumMap<>(WorkerEnd.class);

  void ended(WorkerEnd why) {
    ends.merge(why, 1L, Long::sum);
  }

  Map<WorkerEnd, Long> ends() {
    return Map.copyOf(ends);
  }
}
