package io.forkpool;

import java.time.Duration;
import java.util.Objects;

/**
 * A task ran longer than its limit ({@link TaskOptions#timeout()}, {@link
 * Pool.Builder#taskTimeout}). The worker that ran it was killed and is replaced; no other task is
 * lost.
 */
public class TaskTimeoutException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** The limit that was passed. */
  private final Duration limit;

  /**
   * Makes an exception.
   *
   * @param message which limit was passed, by which worker
   * @param limit the limit
   */
  public TaskTimeoutException(String message, Duration limit) {
    super(message);
    this.limit = Objects.requireNonNull(limit, "limit");
  }

  /**
   * Tells the limit that the task passed.
   *
   * @return the limit, never null
   */
  public Duration limit() {
    return limit;
  }
}
