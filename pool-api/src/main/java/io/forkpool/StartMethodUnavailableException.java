package io.forkpool;

/** The start method that was asked for cannot be used here. The message says why, and what can. */
public class StartMethodUnavailableException extends PoolException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is wrong, and what to do
   * @param cause why, or null
   */
  public StartMethodUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
