package io.forkpool.core.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntFunction;

/**
 * Items on their way from one process to another in memory that both map, in the order in which
 * they were written. One thread at a time writes, one at a time reads.
 *
 * <pre>
 *   +--------+-------+---------+--------+-------+---------+----
 *   | length | bytes | padding | length | bytes | padding | ...     lengths lie at multiples of 8
 *   +--------+-------+---------+--------+-------+---------+----
 * </pre>
 *
 * Both positions only grow; their remainders are where they are in the ring. An item is never split
 * at the end: a length of {@link #SKIP} says that what follows is at the beginning. It is there for
 * the reader when the writer's position is beyond it, which is the last thing that is written: of a
 * writer that is killed all items are there whole, but for the one that it was at.
 */
public final class Ring {
  private static final int SKIP = -1;
  private static final int ALIGNMENT = 8;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer words;
  private final int written;
  private final int read;
  private final ByteBuffer data;

  Ring(ByteBuffer words, int written, int read, ByteBuffer data) {
    this.words = words;
    this.written = written;
    this.read = read;
    this.data = data;
  }

  /**
   * Tells whether an item fits now: the writer's side.
   *
   * @param length the item's bytes
   * @return whether {@link #write} may be called
   */
  public boolean hasRoom(long length) {
    if (!mayFit(length)) {
      return false;
    }
    long end = (long) WORD.getOpaque(words, written);
    long room = data.capacity() - (end - (long) WORD.getVolatile(words, read));
    int behind = data.capacity() - index(end);
    int needed = padded((int) length);
    return room >= (needed <= behind ? needed : behind + needed);
  }

  /**
   * Tells whether an item fits when the reader has caught up: the writer's side.
   *
   * @param length the item's bytes
   * @return whether there is any sense in waiting for room
   */
  public boolean mayFit(long length) {
    return length <= data.capacity() / 2 - ALIGNMENT;
  }

  /**
   * Writes an item, after {@link #hasRoom}: the writer's side.
   *
   * @param item its bytes
   */
  public void write(Payload item) {
    int length = (int) item.length();
    long end = (long) WORD.getOpaque(words, written);
    int behind = data.capacity() - index(end);
    int needed = padded(length);
    if (needed > behind) {
      data.putInt(index(end), SKIP);
      end += behind;
    }
    int index = index(end);
    data.putInt(index, length);
    int position = index + Integer.BYTES;
    for (Slice slice : item.slices()) {
      data.put(position, slice.array(), slice.from(), slice.length());
      position += slice.length();
    }
    WORD.setVolatile(words, written, end + needed);
  }

  /**
   * Reads the next item: the reader's side.
   *
   * @param arrays gives an array of a length for it
   * @return its bytes; null if there is none
   * @throws IllegalStateException if what is there is no item: the memory, which the other process
   *     writes to, is corrupt
   */
  public byte[] read(IntFunction<byte[]> arrays) {
    long begin = (long) WORD.getOpaque(words, read);
    long end = (long) WORD.getVolatile(words, written);
    if (begin == end) {
      return null;
    }
    requireInside(begin, end);
    int index = index(begin);
    int length = data.getInt(index);
    if (length == SKIP) {
      begin += data.capacity() - index;
      index = 0;
      length = data.getInt(index);
    }
    if (length < 0 || length > data.capacity() || end - begin < padded(length)) {
      throw new IllegalStateException("an item of " + length + " bytes in a ring");
    }
    if (index + padded(length) > data.capacity()) {
      throw new IllegalStateException("an item of " + length + " bytes at the end of a ring");
    }
    byte[] item = arrays.apply(length);
    data.get(index + Integer.BYTES, item);
    WORD.setVolatile(words, read, begin + padded(length));
    return item;
  }

  /** So that a reader comes to an end, whatever the positions are. */
  private void requireInside(long begin, long end) {
    long bytes = end - begin;
    if (bytes < 0 || bytes > data.capacity() || ((begin | end) & (ALIGNMENT - 1)) != 0) {
      throw new IllegalStateException("items from " + begin + " to " + end + " in a ring");
    }
  }

  private int index(long position) {
    return (int) Math.floorMod(position, (long) data.capacity());
  }

  private static int padded(int length) {
    return (Integer.BYTES + length + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
