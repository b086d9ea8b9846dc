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
}
