package io.forkpool;

/**
 * The next message of a pipe is not what was asked for: longer than the limit that was given, or an
 * object where bytes are to be received. It is still the next message: another call can receive it.
 */
public class UnexpectedMessageException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** How long the message is, in bytes. */
  private final long length;

  /**
   * Makes an exception.
   *
   * @param message what came, and how to receive it
   * @param length how long the message is, in bytes
   */
  public UnexpectedMessageException(String message, long length) {
    super(message);
    this.length = length;
  }

  /**
   * Tells how long the message is.
   *
   * @return its length in bytes; of an object, of its encoded form
   */
  public long length() {
    return length;
  }
}
