package io.forkpool.core.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * A file in the memory of this process. An index of a buffer is an int, so it is cut into parts.
 *
 * @param parts each of {@link #PART_BYTES}, the last one maybe less; in native byte order
 * @param segment a {@code MemorySegment} of all, or null if this Java has none
 * @param arena what ends it, or null if only the collector does
 */
record Mapping(ByteBuffer[] parts, Object segment, AutoCloseable arena) {
  static final int PART_SHIFT = 30;
  static final int PART_BYTES = 1 << PART_SHIFT;

  static Mapping of(FileChannel channel, long bytes) throws IOException {
    if (Arenas.AVAILABLE) {
      return Arenas.map(channel, bytes);
    }
    ByteBuffer[] parts = new ByteBuffer[partsOf(bytes)];
    for (int i = 0; i < parts.length; i++) {
      long from = (long) i << PART_SHIFT;
      parts[i] = map(channel, from, (int) Math.min(PART_BYTES, bytes - from));
    }
    return new Mapping(parts, null, null);
  }

  static int partsOf(long bytes) {
    return Math.toIntExact((bytes + PART_BYTES - 1) >>> PART_SHIFT);
  }

  /** A buffer over any part; over more than one it needs a mapping of its own without segments. */
  ByteBuffer buffer(FileChannel channel, long offset, int bytes) throws IOException {
    int part = (int) (offset >>> PART_SHIFT);
    int from = (int) (offset & (PART_BYTES - 1));
    if (part < parts.length && from + (long) bytes <= parts[part].capacity()) {
      return parts[part].slice(from, bytes).order(ByteOrder.nativeOrder());
    }
    return segment != null ? Arenas.buffer(segment, offset, bytes) : map(channel, offset, bytes);
  }

  private static ByteBuffer map(FileChannel channel, long offset, int bytes) throws IOException {
    return channel
        .map(FileChannel.MapMode.READ_WRITE, offset, bytes)
        .order(ByteOrder.nativeOrder());
  }
}
