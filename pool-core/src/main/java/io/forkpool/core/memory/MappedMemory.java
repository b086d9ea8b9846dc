package io.forkpool.core.memory;

import io.forkpool.ResourceClosedException;
import io.forkpool.SharedByteArray;
import io.forkpool.SharedDoubleArray;
import io.forkpool.SharedIntArray;
import io.forkpool.SharedLongArray;
import io.forkpool.SharedMemory;
import io.forkpool.SharedMemoryException;
import io.forkpool.SharedMemoryException.Reason;
import io.forkpool.core.handle.TravelsByHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.Optional;

/** One use of a block, and what all its views look through. */
final class MappedMemory implements SharedMemory, TravelsByHandle {
  private static final long serialVersionUID = 1L;

  private final transient String name;
  private final transient long bytes;

  /**
   * Null once it is closed. Plain, as array elements are: who closes it while others use it gets no
   * promise when they notice, only that nothing crashes.
   */
  private transient ByteBuffer[] parts;

  /** Null once it is closed, so that the collector can have it. */
  private transient Block block;

  MappedMemory(Block block, String name) {
    this.name = name;
    this.bytes = block.file().bytes();
    this.parts = block.mapping().parts();
    this.block = block;
  }

  /** The part that has byte {@code at}. */
  ByteBuffer part(long at) {
    ByteBuffer[] open = parts;
    if (open == null) {
      throw closed();
    }
    return open[(int) (at >>> Mapping.PART_SHIFT)];
  }

  /** Where byte {@code at} is in its part. */
  static int offset(long at) {
    return (int) at & (Mapping.PART_BYTES - 1);
  }

  MemoryHandle handle() {
    return open().handle();
  }

  /** Gives it its name, for others to find. */
  void publish() throws IOException {
    Names.publish(name, handle(), open().file());
  }

  private synchronized Block open() {
    if (block == null) {
      throw closed();
    }
    return block;
  }

  private ResourceClosedException closed() {
    return new ResourceClosedException(this + " is closed");
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  @Override
  public ByteBuffer buffer() {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          this + " is larger than a buffer; take parts of it: buffer(offset, bytes)");
    }
    return buffer(0, (int) bytes);
  }

  @Override
  public ByteBuffer buffer(long offset, int count) {
    Objects.checkFromIndexSize(offset, count, bytes);
    try {
      return open().buffer(offset, count);
    } catch (ClosedByInterruptException e) {
      throw BlockFile.interrupted(e);
    } catch (IOException e) {
      throw new SharedMemoryException(Reason.UNAVAILABLE, "cannot map a part of " + this, e);
    }
  }

  @Override
  public <S> S segment(Class<S> type) {
    if (!Arenas.AVAILABLE) {
      throw new UnsupportedOperationException(
          "Java has memory segments from 22 on, and this is " + Runtime.version().feature());
    }
    if (!Arenas.isSegmentType(type)) {
      throw new IllegalArgumentException("MemorySegment.class is meant, not " + type);
    }
    return type.cast(open().mapping().segment());
  }

  @Override
  public SharedByteArray asByteArray() {
    open();
    return new MappedByteArray(this, 0, bytes, false);
  }

  @Override
  public SharedIntArray asIntArray() {
    open();
    return new MappedIntArray(this, 0, bytes / Integer.BYTES, false);
  }

  @Override
  public SharedLongArray asLongArray() {
    open();
    return new MappedLongArray(this, 0, bytes / Long.BYTES, false);
  }

  @Override
  public SharedDoubleArray asDoubleArray() {
    open();
    return new MappedDoubleArray(this, 0, bytes / Double.BYTES, false);
  }

  @Override
  public synchronized boolean isClosed() {
    return block == null;
  }

  @Override
  public void close() {
    Block closing;
    synchronized (this) {
      closing = block;
      parts = null;
      block = null;
    }
    if (closing != null && closing.release()) {
      if (name != null) {
        Names.withdraw(name, closing.file());
      }
      Blocks.end(closing);
    }
  }

  @Override
  public Object writeReplace() {
    return handle();
  }

  @Override
  public String toString() {
    return "SharedMemory[" + (name == null ? "" : name + ", ") + bytes + " bytes]";
  }
}
