package io.forkpool.core.dispatch;

import io.forkpool.WorkerInitializationException;
import java.util.concurrent.RejectedExecutionException;

/**
 * The state of a pool, and what it means for those who want something. Guarded by the dispatcher's
 * lock.
 */
final class Life {
  private PoolState state = PoolState.RUNNING;
  private WorkerInitializationException brokenBy;

  PoolState state() {
    return state;
  }

  void become(PoolState next) {
    state = state.to(next);
  }

  /** No worker can be made ready. */
  void breakDown(WorkerInitializationException cause) {
    brokenBy = cause;
    state = state.to(PoolState.BROKEN);
  }

  /** Whether slots are to have workers. */
  boolean wantsWorkers() {
    return state == PoolState.RUNNING || state == PoolState.CLOSED;
  }

  void requireRunning() {
    if (state != PoolState.RUNNING) {
      throw refusal("the pool is closed");
    }
  }

  /** What somebody gets who comes too late: a new exception for each. */
  RuntimeException refusal(String message) {
    return state == PoolState.BROKEN
        ? new WorkerInitializationException(brokenBy.getMessage(), brokenBy.getCause())
        : new RejectedExecutionException(message);
  }
}
