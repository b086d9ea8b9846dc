package io.forkpool;

/**
 * Something was sent into a pipe whose other end nobody has open any more: it was closed, or the
 * processes that had it have ended. What was not received by then is lost.
 */
public class BrokenPipeException extends PoolException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what was tried
   */
  public BrokenPipeException(String message) {
    super(message);
  }
}
