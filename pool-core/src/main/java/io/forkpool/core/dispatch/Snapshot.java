package io.forkpool.core.dispatch;

import java.util.List;

/**
 * What a dispatcher does at one moment, and has done.
 *
 * @param idle how many workers wait
 * @param busy how many workers run tasks
 * @param starting how many workers are being started
 * @param queued how many encoded tasks wait
 * @param assigned how many tasks are with workers
 * @param completed how many tasks have returned
 * @param failed how many tasks have failed
 * @param lostWorkers how many workers have died unasked
 * @param pids the workers' process ids
 */
public record Snapshot(
    int idle,
    int busy,
    int starting,
    long queued,
    long assigned,
    long completed,
    long failed,
    long lostWorkers,
    List<Long> pids) {}
