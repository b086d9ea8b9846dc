package io.forkpool;

import io.forkpool.spi.RunningTask;

/** What a task may ask about itself, in the worker that runs it. Thread-safe. */
public final class TaskContext {
  private TaskContext() {}

  /**
   * Tells which attempt at the task this is.
   *
   * @return 1 at first, 2 when it is run again for the first time ({@link RetryPolicy}); 0 where no
   *     task of a pool is running
   */
  public static int attempt() {
    return RunningTask.attempt();
  }
}
