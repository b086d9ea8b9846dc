package io.forkpool.bench.batch;

/** The batch cannot be done, or was done wrongly. The message is for the user, in one line. */
public final class BatchFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the program ends with. */
  private final int exitCode;

  private BatchFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What was asked for cannot be done. */
  static BatchFailure badInput(String message) {
    return new BatchFailure(2, message, null);
  }

  /** What was asked for went wrong. */
  static BatchFailure failed(String message, Throwable cause) {
    return new BatchFailure(1, message, cause);
  }

  /**
   * Tells what the program ends with.
   *
   * @return 1 or 2
   */
  public int exitCode() {
    return exitCode;
  }
}
