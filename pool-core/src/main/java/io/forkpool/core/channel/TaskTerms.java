package io.forkpool.core.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * On which terms the tasks of a CALL run, where they are not the usual ones. As an item:
 *
 * <pre>
 *   +------------+---------------+---------------------------------+
 *   | length (4) |  attempt (4)  |     soft limit in nanoseconds   |
 *   +------------+---------------+---------------------------------+
 * </pre>
 *
 * @param attempt which attempt at the tasks this is, from 1
 * @param softLimitNanos how long each may run before it is interrupted; 0 for no limit
 */
public record TaskTerms(int attempt, long softLimitNanos) {
  /** The first attempt, without a limit. */
  public static final TaskTerms USUAL = new TaskTerms(1, 0);

  private static final int BYTES = Integer.BYTES + Long.BYTES;

  /**
   * Gives these terms as an item.
   *
   * @return the item
   */
  public Payload encode() {
    byte[] item = new byte[Integer.BYTES + BYTES];
    ByteBuffer.wrap(item).putInt(BYTES).putInt(attempt).putLong(softLimitNanos);
    return Payload.of(List.of(new Slice(item, 0, item.length)));
  }

  /**
   * Reads the terms that a CALL begins with.
   *
   * @param channel what they are read from
   * @return the terms
   * @throws IOException if the channel is broken, or what came are no terms
   */
  public static TaskTerms read(FrameChannel channel) throws IOException {
    int length = channel.readLength();
    if (length != BYTES) {
      throw new MalformedFrameException("terms of " + length + " bytes instead of " + BYTES);
    }
    ByteBuffer item = ByteBuffer.wrap(channel.readBytes(BYTES));
    TaskTerms terms = new TaskTerms(item.getInt(), item.getLong());
    if (terms.attempt < 1 || terms.softLimitNanos < 0) {
      throw new MalformedFrameException("impossible " + terms);
    }
    return terms;
  }
}
