package io.forkpool.spi;

/**
 * The task that this process runs, if it is a worker: an engine says so here, {@link
 * io.forkpool.TaskContext} asks. A worker runs one task at a time. Thread-safe.
 */
public final class RunningTask {
  private static volatile int attempt;

  private RunningTask() {}

  /**
   * A task begins.
   *
   * @param number which attempt at it this is, from 1
   */
  public static void begin(int number) {
    attempt = number;
  }

  /** No task is running any more. */
  public static void end() {
    attempt = 0;
  }

  /**
   * Tells which attempt is running.
   *
   * @return its number, from 1; 0 for no task
   */
  public static int attempt() {
    return attempt;
  }
}
