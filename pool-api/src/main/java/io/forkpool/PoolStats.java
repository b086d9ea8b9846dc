package io.forkpool;

/**
 * What a pool does at one moment, and has done. Counts of tasks count each input of a {@code map}
 * as one.
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
    long lostWorkers) {}
