package io.forkpool;

/**
 * A task threw. The {@linkplain #getCause() cause} is what it threw: the original exception with
 * the stack it had in the worker, or a {@link RemoteTaskException} that carries its class name,
 * message and stack where the original could not travel or could not be decoded here.
 */
public class TaskFailedException extends PoolException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what the task threw, in one line
   * @param cause what the task threw, or its stand-in
   */
  public TaskFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
