package io.forkpool.core.memory;

import io.forkpool.SharedLongArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Objects;

/** An array of {@code long}. */
final class MappedLongArray extends MappedArray<SharedLongArray> implements SharedLongArray {
  private static final long serialVersionUID = 1L;
  private static final int SHIFT = 3;
  private static final VarHandle ELEMENTS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  MappedLongArray(MappedMemory memory, long first, long length, boolean owner) {
    super(memory, first, length, ElementType.LONG, owner);
  }

  @Override
  MappedLongArray view(long firstByte, long elements) {
    return new MappedLongArray(memory, firstByte, elements, false);
  }

  private long at(long index) {
    return first + (Objects.checkIndex(index, length) << SHIFT);
  }

  @Override
  public long get(long index) {
    long at = at(index);
    return (long) ELEMENTS.get(memory.part(at), MappedMemory.offset(at));
  }

  @Override
  public void set(long index, long value) {
    long at = at(index);
    ELEMENTS.set(memory.part(at), MappedMemory.offset(at), value);
  }

  @Override
  public long getVolatile(long index) {
    long at = at(index);
    return (long) ELEMENTS.getVolatile(memory.part(at), MappedMemory.offset(at));
  }

  @Override
  public void setVolatile(long index, long value) {
    long at = at(index);
    ELEMENTS.setVolatile(memory.part(at), MappedMemory.offset(at), value);
  }

  @Override
  public long getAndSet(long index, long value) {
    long at = at(index);
    return (long) ELEMENTS.getAndSet(memory.part(at), MappedMemory.offset(at), value);
  }

  @Override
  public long getAndAdd(long index, long delta) {
    long at = at(index);
    return (long) ELEMENTS.getAndAdd(memory.part(at), MappedMemory.offset(at), delta);
  }

  @Override
  public boolean compareAndSet(long index, long expected, long value) {
    long at = at(index);
    return ELEMENTS.compareAndSet(memory.part(at), MappedMemory.offset(at), expected, value);
  }

  @Override
  public void read(long index, long[] target, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, target.length);
    copy(index, count, (part, done, some) -> part.asLongBuffer().get(target, offset + done, some));
  }

  @Override
  public void write(long index, long[] source, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, source.length);
    copy(index, count, (part, done, some) -> part.asLongBuffer().put(source, offset + done, some));
  }

  @Override
  public LongBuffer buffer(long index, int count) {
    return bytes(index, count).asLongBuffer();
  }
}
