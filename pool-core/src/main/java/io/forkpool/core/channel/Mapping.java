package io.forkpool.core.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Maps the beginning of a file for reading and writing, shared with whoever else does, until the
 * buffer is garbage.
 */
interface Mapping {
  /** The first JDK with {@code FileChannel.map(MapMode, long, long, Arena)} (JEP 454). */
  int ARENAS_SINCE = 22;

  /**
   * The fastest way there is in a JVM that has just begun. From 18 on the old one takes 50 ms of a
   * worker's start there: it makes its buffer by reflection (sun.nio.ch.Util.newMappedByteBuffer),
   * for which the JVM spins method handles (JEP 416) that nothing else needs.
   */
  Mapping FASTEST =
      Runtime.version().feature() < ARENAS_SINCE ? new OfBuffer() : ArenaMapping.define();

  ByteBuffer map(FileChannel channel, long bytes) throws IOException;

  /** The old way. No lambda: each worker would link it anew. */
  final class OfBuffer implements Mapping {
    @Override
    public ByteBuffer map(FileChannel channel, long bytes) throws IOException {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
    }
  }
}
