package io.forkpool.core.channel;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Items for another process in memory that both map. The owner lays them out when there are none
 * left in it; then the user picks them up, the first one first. Both sides know by other means when
 * that is. Not thread-safe.
 */
public final class Tray {
  private final ByteBuffer data;

  /** The user's side: where the next item lies. */
  private int position;

  Tray(ByteBuffer data) {
    this.data = data;
  }

  /**
   * Tells whether items fit: the owner's side.
   *
   * @param items their bytes
   * @return whether {@link #lay} may be called
   */
  public boolean hasRoom(List<byte[]> items) {
    long length = 0;
    for (byte[] item : items) {
      length += Integer.BYTES + item.length;
    }
    return length <= data.capacity();
  }

  /**
   * Lays items out, after {@link #hasRoom}: the owner's side.
   *
   * @param items their bytes
   */
  public void lay(List<byte[]> items) {
    int index = 0;
    for (byte[] item : items) {
      data.putInt(index, item.length);
      data.put(index + Integer.BYTES, item);
      index += Integer.BYTES + item.length;
    }
  }

  /** New items are there: the user's side. */
  public void begin() {
    position = 0;
  }

  /**
   * Picks the next item up: the user's side.
   *
   * @param arrays gives an array of a length for it
   * @return its bytes
   * @throws IllegalStateException if there is no item: the memory is corrupt
   */
  public byte[] pick(IntFunction<byte[]> arrays) {
    int room = data.capacity() - position - Integer.BYTES;
    int length = room < 0 ? -1 : data.getInt(position);
    if (length < 0 || length > room) {
      throw new IllegalStateException(
          "no item at " + position + " in the memory that is shared with the owner of a queue");
    }
    byte[] item = arrays.apply(length);
    data.get(position + Integer.BYTES, item);
    position += Integer.BYTES + item.length;
    return item;
  }
}
