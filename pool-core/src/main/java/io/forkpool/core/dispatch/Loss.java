package io.forkpool.core.dispatch;

import io.forkpool.PoolException;

/** Makes the exceptions of tasks that a dead worker had begun; a new one for each task. */
public interface Loss {
  /**
   * The worker died.
   *
   * @return the exception of a task that it had begun
   */
  PoolException lost();

  /**
   * The worker was killed since a task had passed its limit.
   *
   * @param limitNanos the limit
   * @return the exception of that task
   */
  PoolException timeout(long limitNanos);
}
