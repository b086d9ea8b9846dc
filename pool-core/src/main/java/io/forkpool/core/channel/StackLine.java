package io.forkpool.core.channel;

import java.nio.ByteBuffer;

/**
 * What the lifeline carries, now and then: the parent asks for the stacks of the child's threads,
 * and the child answers.
 *
 * <pre>
 *   question  +----------------+       answer  +----------------+------------+---------------
 *             |  number (8)    |               |  number (8)    | length (4) | UTF-8 text
 *             +----------------+               +----------------+------------+---------------
 * </pre>
 *
 * <p>Big-endian. Numbers grow; an answer has the number of the last question that had come when it
 * was begun. A parent that has stopped waiting for an answer finds it in front of the next, and
 * tells it by its number.
 */
public final class StackLine {
  /** How long a question is. */
  public static final int QUESTION_BYTES = Long.BYTES;

  /** How long an answer is without its text. */
  public static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

  /** The longest text: some ten thousand threads. */
  public static final int MOST_BYTES = 16 << 20;

  private StackLine() {}

  /**
   * Gives room for a question.
   *
   * @return an empty buffer
   */
  public static ByteBuffer question() {
    return ByteBuffer.allocate(QUESTION_BYTES);
  }

  /**
   * Gives room for what comes before the text of an answer.
   *
   * @return an empty buffer
   */
  public static ByteBuffer header() {
    return ByteBuffer.allocate(HEADER_BYTES);
  }
}
