package io.forkpool;

/**
 * There is nothing to receive from a pipe, and never will be: everything that was sent has been
 * received, and nobody has the other end open any more.
 */
public class EndOfStreamException extends PoolException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what was tried
   */
  public EndOfStreamException(String message) {
    super(message);
  }
}
