package io.forkpool;

/** Limits were asked for that cannot be set here. The message says why, and what to do. */
public class WorkerLimitsUnavailableException extends PoolException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is wrong, and what to do
   */
  public WorkerLimitsUnavailableException(String message) {
    super(message);
  }
}
