package io.forkpool;

/**
 * Why a worker ended. A worker whose end is not a {@linkplain #isLoss loss} had finished what it
 * had begun.
 */
public enum WorkerEnd {
  /** It had run its share of tasks ({@link Pool.Builder#maxTasksPerWorker}). */
  TASKS(false),

  /** It had reached its greatest age. */
  AGE(false),

  /** It had more memory than it may keep, also after a garbage collection. */
  MEMORY(false),

  /** A task had exhausted its heap; the task failed with the {@link OutOfMemoryError}. */
  OUT_OF_MEMORY(false),

  /** It had waited for a task for too long, and the pool may have fewer workers. */
  IDLE(false),

  /** The pool was closed or terminated, or is broken. */
  CLOSED(false),

  /**
   * It was killed, since a task ran longer than its time limit, or since it did not begin what it
   * was given ({@link TaskOptions#withTimeout}).
   */
  TIMEOUT(true),

  /** It was killed, since the task that it ran was cancelled. */
  CANCELLED(true),

  /** It died unasked: it exited, crashed or was killed. */
  LOST(true);

  private final boolean loss;

  WorkerEnd(boolean loss) {
    this.loss = loss;
  }

  /**
   * Tells whether the process was ended, or ended itself, while it was in service.
   *
   * @return true for those that {@link PoolListener#workerLost} tells
   */
  public boolean isLoss() {
    return loss;
  }
}
