package io.forkpool.core.broker;

/** A process has sent what no resource understands. */
public final class MalformedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what was sent
   */
  public MalformedRequestException(String message) {
    super(message);
  }
}
