package io.forkpool.core.supervise;

/** A worker could not be made ready. */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether another try would fail in the same way. */
  private final boolean isFinal;

  StartFailure(String message, Throwable cause, boolean isFinal) {
    super(message, cause);
    this.isFinal = isFinal;
  }

  boolean isFinal() {
    return isFinal;
  }
}
