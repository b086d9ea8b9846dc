package io.forkpool;

/** A shared object, for instance a queue or a connection, is used after it was closed. */
public class ResourceClosedException extends PoolException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is closed, and what was tried
   */
  public ResourceClosedException(String message) {
    super(message);
  }
}
