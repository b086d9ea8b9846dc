package io.forkpool.core;

import io.forkpool.PoolStats;
import io.forkpool.WorkerStats;
import io.forkpool.core.dispatch.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What users are told of a pool's state. */
final class Stats {
  private Stats() {}

  static PoolStats of(int workers, Snapshot now, List<WorkerStats> starting) {
    List<Long> ready = now.pids();
    Stream<WorkerStats> others = starting.stream().filter(one -> !ready.contains(one.pid()));
    return new PoolStats(
        workers,
        now.starting(),
        now.idle(),
        now.busy(),
        now.queued(),
        now.assigned(),
        now.completed(),
        now.failed(),
        now.lostWorkers(),
        now.queuedBytes(),
        now.submitted(),
        now.begun(),
        now.retried(),
        Duration.ofNanos(now.ranNanos()),
        duration(now.waitedNanos()),
        now.ends(),
        Stream.concat(now.workers().stream(), others).toList());
  }

  private static Duration duration(double nanos) {
    return Duration.ofSeconds((long) (nanos / 1e9), (long) (nanos % 1e9));
  }
}
