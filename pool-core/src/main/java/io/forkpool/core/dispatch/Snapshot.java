package io.forkpool.core.dispatch;

import io.forkpool.WorkerEnd;
import io.forkpool.WorkerStats;
import java.util.List;
import java.util.Map;

/**
 * What a dispatcher does at one moment, and has done.
 *
 * @param idle how many workers wait
 * @param busy how many workers run tasks
 * @param starting how many workers are being started
 * @param queued how many encoded tasks wait
 * @param queuedBytes how many bytes they take
 * @param assigned how many tasks are with workers
 * @param submitted how many tasks were taken in
 * @param begun how many tasks were begun
 * @param completed how many tasks have returned
 * @param failed how many tasks have failed
 * @param retried how many tasks were run again
 * @param ranNanos how long tasks have run
 * @param waitedNanos how long tasks have waited
 * @param lostWorkers how many workers have died unasked
 * @param ends how many workers have ended, by reason
 * @param workers what each worker does
 */
public record Snapshot(
    int idle,
    int busy,
    int starting,
    long queued,
    long queuedBytes,
    long assigned,
    long submitted,
    long begun,
    long completed,
    long failed,
    long retried,
    long ranNanos,
    double waitedNanos,
    long lostWorkers,
    Map<WorkerEnd, Long> ends,
    List<WorkerStats> workers) {

  /**
   * Tells the workers' process ids.
   *
   * @return the process ids; immutable
   */
  public List<Long> pids() {
    return workers.stream().map(WorkerStats::pid).toList();
  }
}
