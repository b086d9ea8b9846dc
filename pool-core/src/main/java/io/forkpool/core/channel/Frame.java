package io.forkpool.core.channel;

import java.nio.ByteBuffer;

/**
 * The fixed part of every frame. What follows it, {@code length} bytes, is the frame's body.
 *
 * <pre>
 *   byte  0        1        2                 4                                 8
 *         +--------+--------+-----------------+---------------------------------+
 *       0 | version|  type  |      flags      |              count              |
 *         +--------+--------+-----------------+---------------------------------+
 *       8 |                  sequence: the chunk's number on this channel        |
 *         +---------------------------------------------------------------------+
 *      16 |  detail: CALL the epoch ({@link Claims}), RESULT the chunk's nanoseconds |
 *         +---------------------------------------------------------------------+
 *      24 |                     length of the body in bytes                     |
 *         +---------------------------------------------------------------------+
 *      32   body: a sequence of items
 *
 *   item   +-----------------+------------------------------------
 *          | length (4 bytes)| bytes of the codec, or an outcome
 *          +-----------------+------------------------------------
 * </pre>
 *
 * <p>Big-endian. A CALL's body is its {@link TaskTerms}, where {@link #HAS_TERMS} is set, its
 * function, where {@link #HAS_FUNCTION} is set, then {@code count} arguments. A RESULT's body is
 * {@code count} outcomes. One item has at most {@link #MAX_ITEM} bytes: bigger values are refused
 * where they are encoded. A body has as many as its items need; 2 GiB is not special for it, and it
 * is never held in one array.
 *
 * @param type what the frame means
 * @param flags the bits below
 * @param count how many tasks or outcomes the body holds
 * @param sequence the chunk's number on this channel, from 1
 * @param detail depends on the type
 * @param length how many bytes the body has
 */
public record Frame(FrameType type, int flags, int count, long sequence, long detail, long length) {
  /** CALL: the body begins with a function. */
  public static final int HAS_FUNCTION = 1;

  /** CALL: the function is kept for further chunks that bring none. */
  public static final int KEEP_FUNCTION = 2;

  /** CALL: there is no function; each argument is itself what is to be called. */
  public static final int CALLABLE = 4;

  /** CALL: nobody sees single outcomes of this call, so they may wait for each other. */
  public static final int COALESCE = 8;

  /** RESULT: the last outcomes of the chunk. */
  public static final int LAST = 16;

  /** RESULT: the child asks to be replaced, since its heap was exhausted. */
  public static final int RETIRE = 32;

  /** RESULT, with {@link #RETIRE}: it asks since it takes more memory than it may. */
  public static final int LARGE = 512;

  /** CALL: its caller reads the answer itself and may follow with the next call at once. */
  public static final int DIRECT = 64;

  /** CALL: the body begins with the terms on which its tasks run. */
  public static final int HAS_TERMS = 128;

  /** RESULT: what is left of the chunk was skipped, since it was dropped. */
  public static final int SKIPPED = 256;

  /** The most bytes of one item: what fits into one array of any JVM. */
  public static final int MAX_ITEM = Integer.MAX_VALUE - 64;

  static final int HEADER_BYTES = 32;
  private static final byte VERSION = 1;

  void writeTo(ByteBuffer out) {
    out.put(VERSION).put(type.code()).putShort((short) flags).putInt(count);
    out.putLong(sequence).putLong(detail).putLong(length);
  }

  static Frame read(ByteBuffer in) throws MalformedFrameException {
    byte version = in.get();
    if (version != VERSION) {
      throw new MalformedFrameException(
          "frame of version " + version + ", this side speaks version " + VERSION);
    }
    FrameType type = FrameType.ofCode(in.get());
    int flags = in.getShort() & 0xffff;
    Frame frame = new Frame(type, flags, in.getInt(), in.getLong(), in.getLong(), in.getLong());
    frame.check();
    return frame;
  }

  /**
   * Every item takes at least its length, and has a greatest one: both bound the body by the count.
   */
  private void check() throws MalformedFrameException {
    long items = count + (has(HAS_TERMS) ? 2L : 1L);
    if (count < 0 || length < 0 || length > items * (MAX_ITEM + 4L) || length < count * 4L) {
      throw new MalformedFrameException("impossible frame " + this);
    }
  }

  /**
   * Tells whether a bit is set.
   *
   * @param flag one of the bits above
   * @return whether it is set
   */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
