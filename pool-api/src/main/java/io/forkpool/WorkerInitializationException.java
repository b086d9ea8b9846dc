package io.forkpool;

/**
 * The pool's workers cannot be made ready: the initializer threw, or the processes end before they
 * can serve. The pool is broken: everything that was submitted fails with this, and so does every
 * further call. The {@linkplain #getCause() cause} is what the initializer threw, or how the
 * process ended.
 */
public class WorkerInitializationException extends PoolException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is wrong, and what to do
   * @param cause why, or null
   */
  public WorkerInitializationException(String message, Throwable cause) {
    super(message, cause);
  }
}
