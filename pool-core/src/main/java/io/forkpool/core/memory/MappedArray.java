package io.forkpool.core.memory;

import io.forkpool.SharedArray;
import io.forkpool.SharedMemory;
import io.forkpool.core.handle.TravelsByHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What arrays have in common. An element never lies in two parts: their sizes are powers of 2. */
abstract class MappedArray<A extends SharedArray<A>> implements SharedArray<A>, TravelsByHandle {
  private static final long serialVersionUID = 1L;

  final transient MappedMemory memory;
  final transient long first;
  final transient long length;
  private final transient ElementType type;
  private final transient boolean owner;

  MappedArray(MappedMemory memory, long first, long length, ElementType type, boolean owner) {
    this.memory = memory;
    this.first = first;
    this.length = length;
    this.type = type;
    this.owner = owner;
  }

  /** Copies elements from or to a part of the memory. */
  interface Copier {
    /**
     * Copies some.
     *
     * @param part their memory, in native byte order
     * @param done how many were copied before
     * @param count how many to copy
     */
    void copy(ByteBuffer part, int done, int count);
  }

  /** A view of the same memory, which does not own it. */
  abstract A view(long firstByte, long elements);

  final void copy(long index, int count, Copier copier) {
    Objects.checkFromIndexSize(index, count, length);
    memory.part(first); // so that a closed one is told also if there is nothing to copy
    for (int done = 0; done < count; ) {
      long at = first + (index + done) * type.bytes();
      int offset = MappedMemory.offset(at);
      int some = Math.min(count - done, (Mapping.PART_BYTES - offset) / type.bytes());
      ByteBuffer part = memory.part(at).slice(offset, some * type.bytes());
      copier.copy(part.order(ByteOrder.nativeOrder()), done, some);
      done += some;
    }
  }

  /** The memory of some elements. */
  final ByteBuffer bytes(long index, int count) {
    Objects.checkFromIndexSize(index, count, length);
    return memory.buffer(first + index * type.bytes(), Math.multiplyExact(count, type.bytes()));
  }

  @Override
  public final long length() {
    return length;
  }

  @Override
  public final A slice(long from, long to) {
    Objects.checkFromToIndex(from, to, length);
    return view(first + from * type.bytes(), to - from);
  }

  @Override
  public final List<A> slices(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one slice, not " + count);
    }
    long each = length / count;
    long longer = length % count; // so many have one more
    List<A> slices = new ArrayList<>(count);
    long from = 0;
    for (int i = 0; i < count; i++) {
      long to = from + each + (i < longer ? 1 : 0);
      slices.add(slice(from, to));
      from = to;
    }
    return List.copyOf(slices);
  }

  @Override
  public final SharedMemory memory() {
    return memory;
  }

  @Override
  public final void close() {
    if (owner) {
      memory.close();
    }
  }

  @Override
  public final Object writeReplace() {
    return new ArrayHandle(memory, type, first, length);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName().replace("Mapped", "Shared") + "[" + length + "]";
  }
}
