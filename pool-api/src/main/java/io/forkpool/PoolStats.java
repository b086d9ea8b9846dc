package io.forkpool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a pool does at one moment, and has done. Counts of tasks count each input of a {@code map}
 * as one. Those of what was done only grow.
 *
 * @param workers how many workers the pool keeps; at the most, where it may have fewer
 * @param startingWorkers how many of them are being started, or about to be
 * @param idleWorkers how many of them wait for a task
 * @param busyWorkers how many of them run tasks
 * @param queuedTasks how many tasks are encoded and wait for a worker
 * @param assignedTasks how many tasks are with workers: running, or next in line there
 * @param completedTasks how many tasks have returned a result so far
 * @param failedTasks how many tasks have failed so far
 * @param lostWorkers how many workers have died so far that should not have
 * @param queuedBytes how many bytes the tasks take that wait for a worker
 * @param submittedTasks how many tasks were encoded and taken in so far
 * @param begunTasks how many tasks workers have begun so far, each attempt counted
 * @param retriedTasks how many attempts have failed so far and were followed by another
 * @param runTime how long workers have run tasks so far, in all; of those that have ended
 * @param queueTime how long tasks have waited for a worker so far, in all
 * @param endedWorkers how many workers have ended so far, by the reason; immutable, without those
 *     reasons for which none has
 * @param workerStats what each worker does; immutable
 */
public record PoolStats(
    int workers,
    int startingWorkers,
    int idleWorkers,
    int busyWorkers,
    long queuedTasks,
    long assignedTasks,
    long completedTasks,
    long failedTasks,
    long lostWorkers,
    long queuedBytes,
    long submittedTasks,
    long begunTasks,
    long retriedTasks,
    Duration runTime,
    Duration queueTime,
    Map<WorkerEnd, Long> endedWorkers,
    List<WorkerStats> workerStats) {

  @Override
  public String toString() {
    return "%d workers: %d starting, %d idle, %d busy, %d lost; tasks: %d queued (%d bytes), "
            .formatted(
                workers,
                startingWorkers,
                idleWorkers,
                busyWorkers,
                lostWorkers,
                queuedTasks,
                queuedBytes)
        + "%d assigned, %d completed, %d failed, %d retried"
            .formatted(assignedTasks, completedTasks, failedTasks, retriedTasks)
        + workerStats.stream().map(worker -> "\n  " + worker).collect(Collectors.joining());
  }
}
