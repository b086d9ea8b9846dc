package io.forkpool;

/**
 * The root of what forkpool throws of its own. Unchecked.
 *
 * <p>Thrown itself only where no more exact type below it fits, for instance when the calling
 * thread is interrupted while it waits (the cause is then an {@link InterruptedException}, and the
 * thread's interrupt status is set again).
 */
public class PoolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How often the task was run, the last time included. */
  private int attempts = 1;

  /**
   * Makes an exception.
   *
   * @param message what happened, to what, and what to do about it
   */
  public PoolException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what happened, to what, and what to do about it
   * @param cause why, or null
   */
  public PoolException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Tells how often the task was run before it failed with this for good.
   *
   * @return 1 unless it was run again ({@link RetryPolicy})
   */
  public int attempts() {
    return attempts;
  }

  /**
   * Notes how often the task was run; for the engine, which does so before anybody else sees this.
   *
   * @param count the number, at least 1
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public void noteAttempts(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a task that failed was run at least once, not " + count);
    }
    attempts = count;
  }

  /** Begins with the number of attempts, if there was more than one. */
  @Override
  public String getMessage() {
    return attempts == 1
        ? super.getMessage()
        : "after " + attempts + " attempts: " + super.getMessage();
  }
}
