package io.forkpool;

import java.time.Duration;

/**
 * A listener that is also told what becomes of tasks, in sums: how many since it was told last. A
 * {@code map} runs millions of tasks a second, so no task has a call of its own.
 *
 * <p>The calls come on the same thread as those of {@link PoolListener}, one after the other, some
 * 100 ms after something has happened, so at most ten times a second each, and the last before
 * {@link #poolEnded}. In one round they come in the order of the methods below, without those whose
 * count is 0. So what has ended was told to have begun, and what has begun to have been queued. A
 * slow listener delays tasks in no way: its sums are larger.
 *
 * <p>A listener that is added to a pool later is told what happens from then on.
 */
public interface TaskListener extends PoolListener {

  /**
   * Tasks were encoded and taken in.
   *
   * @param count how many, at least 1
   */
  default void tasksQueued(long count) {}

  /**
   * Workers have begun tasks. Each attempt counts.
   *
   * @param count how many, at least 1
   */
  default void tasksBegun(long count) {}

  /**
   * Tasks have returned a result. The time is that of all tasks that have ended since, also of
   * those that failed; the tasks of a {@code map} travel in chunks, whose time is known when the
   * last has ended.
   *
   * @param count how many, at least 1
   * @param time how long workers were busy with tasks
   */
  default void tasksDone(long count, Duration time) {}

  /**
   * Tasks have failed, and are not run again.
   *
   * @param count how many, at least 1
   */
  default void tasksFailed(long count) {}

  /**
   * Attempts have failed and are followed by another ({@link TaskOptions#withRetries}).
   *
   * @param count how many, at least 1
   */
  default void tasksRetried(long count) {}
}
