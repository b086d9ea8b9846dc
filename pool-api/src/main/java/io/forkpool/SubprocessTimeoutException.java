package io.forkpool;

import java.time.Duration;
import java.util.Objects;

/**
 * A command took longer than its limit. It was killed, and so were the processes that descended
 * from it then.
 */
public class SubprocessTimeoutException extends SubprocessException {
  private static final long serialVersionUID = 1L;

  /** The limit. */
  private final Duration limit;

  /** What it had written. */
  private final SubprocessResult result;

  /**
   * Makes an exception.
   *
   * @param limit the limit that was passed
   * @param result how the command ended and what it had written until then
   */
  public SubprocessTimeoutException(Duration limit, SubprocessResult result) {
    super(
        "the command %s took longer than its limit of %s and was killed%s"
            .formatted(SubprocessException.typed(result.command()), limit, result.lastLines()),
        result.command(),
        null);
    this.limit = Objects.requireNonNull(limit, "limit");
    this.result = result;
  }

  /**
   * Tells the limit that was passed.
   *
   * @return the limit, never null
   */
  public Duration limit() {
    return limit;
  }

  /**
   * Tells what there is of a result.
   *
   * @return what the command had written until it was killed, never null
   */
  public SubprocessResult result() {
    return result;
  }
}
