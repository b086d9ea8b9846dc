package io.forkpool;

import java.util.Objects;

/** Shared memory cannot be made, or not be found. */
public class SharedMemoryException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** What is in the way. */
  public enum Reason {
    /** There is less memory than was asked for. */
    NO_ROOM,
    /** A block of that name is in use. */
    NAME_TAKEN,
    /** There is no block of that name, or no more. */
    NAME_UNKNOWN,
    /** This system has no means for it, or does not permit it. */
    UNAVAILABLE
  }

  /** What is in the way. */
  private final Reason reason;

  /**
   * Makes an exception.
   *
   * @param reason what is in the way
   * @param message what was tried, and what to do
   * @param cause what went wrong, or null
   */
  public SharedMemoryException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * Tells what is in the way.
   *
   * @return the reason, never null
   */
  public Reason reason() {
    return reason;
  }
}
