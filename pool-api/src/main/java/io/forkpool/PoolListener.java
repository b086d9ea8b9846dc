package io.forkpool;

import java.time.Duration;
import java.util.List;

/**
 * Is told of the lives of a pool's workers; a {@link TaskListener} also of tasks. Every method does
 * nothing unless it is overridden.
 *
 * <p>All calls for one pool come one after the other, on a thread of the pool that does nothing
 * else meanwhile: a slow listener delays further events, never a task. What a listener throws is
 * logged (logger {@code io.forkpool}) and harms nothing. For each worker the order is started,
 * ready, then lost or stopped; a worker that never became ready has no ready event.
 */
public interface PoolListener {

  /**
   * A worker process was started; it is not ready yet.
   *
   * @param pid its process id
   */
  default void workerStarted(long pid) {}

  /**
   * While a worker was forked, other threads of this program held locks: in the worker they stay
   * locked for ever. After {@link #workerStarted}; only with {@code fork}, and not where {@link
   * Pool.Builder#forkWithHeldLocks} refuses such forks.
   *
   * @param pid the worker's process id
   * @param locks what was held, by whom and where; immutable, not empty
   */
  default void locksHeldAtFork(long pid, List<HeldLock> locks) {}

  /**
   * A worker has run its initializer and takes tasks.
   *
   * @param pid its process id
   * @param startup how long that took, from the request to start the process
   */
  default void workerReady(long pid, Duration startup) {}

  /**
   * A worker has taken the place of one that has ended. After {@link #workerReady} of the new one.
   *
   * @param pid the process id of the one that has ended
   * @param successor the process id of the new one
   */
  default void workerReplaced(long pid, long successor) {}

  /** The pool was closed or terminated, or is broken, and its last worker has gone. Comes last. */
  default void poolEnded() {}

  /**
   * A worker died that should not have. It is replaced.
   *
   * @param pid its process id
   * @param status how it ended
   * @param tasksLost how many tasks it had begun and not reported
   */
  default void workerLost(long pid, ExitStatus status, int tasksLost) {}

  /**
   * A worker died that should not have. Calls {@link #workerLost(long, ExitStatus, int)} unless it
   * is overridden.
   *
   * @param pid its process id
   * @param status how it ended
   * @param tasksLost how many tasks it had begun and not reported
   * @param why what led to it; a {@linkplain WorkerEnd#isLoss loss}
   */
  default void workerLost(long pid, ExitStatus status, int tasksLost, WorkerEnd why) {
    workerLost(pid, status, tasksLost);
  }

  /**
   * A worker ended because the pool told it to: it is to be replaced, is not needed, or the pool
   * was closed or terminated.
   *
   * @param pid its process id
   * @param status how it ended
   */
  default void workerStopped(long pid, ExitStatus status) {}

  /**
   * A worker ended because the pool told it to. Calls {@link #workerStopped(long, ExitStatus)}
   * unless it is overridden.
   *
   * @param pid its process id
   * @param status how it ended
   * @param why why it was told to; no {@linkplain WorkerEnd#isLoss loss}
   */
  default void workerStopped(long pid, ExitStatus status, WorkerEnd why) {
    workerStopped(pid, status);
  }
}
