package io.forkpool;

/**
 * The process that made a shared object, and keeps its state, has ended, or cannot be reached any
 * more: the object is of no use to anybody. Queues, pipes, locks and the like belong to the process
 * that made them, and end with it.
 */
public class OwnerLostException extends PoolException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which object, and whose it was
   * @param cause what was noticed, maybe null
   */
  public OwnerLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
