package io.forkpool.core.broker;

import java.util.Objects;

/**
 * What requests, answers and events say: a code, two numbers and some bytes, whose meaning is the
 * resource's. The bytes are not copied, and must not be changed.
 *
 * @param code what is meant
 * @param first a number, or 0
 * @param second a number, or 0
 * @param body bytes, maybe none
 */
public record Message(int code, long first, long second, byte[] body) {
  private static final byte[] NONE = new byte[0];

  /** Checks the components. */
  public Message {
    Objects.requireNonNull(body, "body");
  }

  /**
   * A message that is but a code.
   *
   * @param code what is meant
   * @return the message
   */
  public static Message of(int code) {
    return new Message(code, 0, 0, NONE);
  }

  /**
   * A message of a code and numbers.
   *
   * @param code what is meant
   * @param first a number
   * @param second a number
   * @return the message
   */
  public static Message of(int code, long first, long second) {
    return new Message(code, first, second, NONE);
  }
}
