package io.forkpool.core.dispatch;

import io.forkpool.WorkerEnd;

/**
 * How a worker left.
 *
 * @param why why it ended
 * @param tasksLost how many tasks it had begun and not reported
 */
public record Departure(WorkerEnd why, int tasksLost) {}
