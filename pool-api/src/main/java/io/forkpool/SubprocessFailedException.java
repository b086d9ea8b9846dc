package io.forkpool;

import java.util.Objects;

/**
 * A command that was expected to succeed ended otherwise than with exit code 0. The message says
 * how, and has the last lines that it wrote.
 */
public class SubprocessFailedException extends SubprocessException {
  private static final long serialVersionUID = 1L;

  /** How it ended and what it wrote. */
  private final SubprocessResult result;

  /**
   * Makes an exception.
   *
   * @param result how the command ended and what it wrote
   */
  public SubprocessFailedException(SubprocessResult result) {
    super(
        "the command %s ended with %s%s"
            .formatted(
                SubprocessException.typed(result.command()), result.status(), result.lastLines()),
        result.command(),
        null);
    this.result = Objects.requireNonNull(result, "result");
  }

  /**
   * Tells all of it.
   *
   * @return how the command ended and what it wrote, never null
   */
  public SubprocessResult result() {
    return result;
  }
}
