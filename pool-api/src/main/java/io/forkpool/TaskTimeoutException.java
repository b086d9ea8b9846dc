package io.forkpool;

import java.time.Duration;
import java.util.Objects;

/**
 * A task ran longer than its limit, or a call than its deadline; {@link #kind()} says which.
 *
 * <ul>
 *   <li>{@link Kind#HARD}: the worker that ran the task was killed, with the processes that the
 *       task had started, and is replaced; no other task is lost.
 *   <li>{@link Kind#SOFT}: the worker's thread was interrupted, and then the task threw; the
 *       {@linkplain #getCause() cause} is what it threw. The worker lives.
 *   <li>{@link Kind#DEADLINE}: the call as a whole took longer; what had not begun of it was
 *       dropped, the workers that ran a task of it were killed.
 * </ul>
 */
public class TaskTimeoutException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** Which limit was passed. */
  public enum Kind {
    /** A task's limit: {@link TaskOptions#withTimeout}, {@link Pool.Builder#taskTimeout}. */
    HARD,
    /** A task's soft limit: {@link TaskOptions#withSoftTimeout}. */
    SOFT,
    /** A call's deadline: {@link TaskOptions#withDeadline}. */
    DEADLINE
  }

  /** Which limit was passed. */
  private final Kind kind;

  /** The limit that was passed. */
  private final Duration limit;

  /**
   * Makes an exception of a task that has passed its hard limit.
   *
   * @param message which limit was passed, by which worker
   * @param limit the limit
   */
  public TaskTimeoutException(String message, Duration limit) {
    this(message, Kind.HARD, limit, null);
  }

  /**
   * Makes an exception.
   *
   * @param message which limit was passed, by what
   * @param kind which it is
   * @param limit the limit
   * @param cause what the task threw when it was interrupted, or null
   */
  public TaskTimeoutException(String message, Kind kind, Duration limit, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.limit = Objects.requireNonNull(limit, "limit");
  }

  /**
   * Tells which limit was passed.
   *
   * @return the kind of limit, never null
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Tells the limit that was passed.
   *
   * @return the limit, never null
   */
  public Duration limit() {
    return limit;
  }
}
