package io.forkpool.core.memory;

import io.forkpool.SharedIntArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Objects;

/** An array of {@code int}. */
final class MappedIntArray extends MappedArray<SharedIntArray> implements SharedIntArray {
  private static final long serialVersionUID = 1L;
  private static final int SHIFT = 2;
  private static final VarHandle ELEMENTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  MappedIntArray(MappedMemory memory, long first, long length, boolean owner) {
    super(memory, first, length, ElementType.INT, owner);
  }

  @Override
  MappedIntArray view(long firstByte, long elements) {
    return new MappedIntArray(memory, firstByte, elements, false);
  }

  private long at(long index) {
    return first + (Objects.checkIndex(index, length) << SHIFT);
  }

  @Override
  public int get(long index) {
    long at = at(index);
    return (int) ELEMENTS.get(memory.part(at), MappedMemory.offset(at));
  }

  @Override
  public void set(long index, int value) {
    long at = at(index);
    ELEMENTS.set(memory.part(at), MappedMemory.offset(at), value);
  }

  @Override
  public int getVolatile(long index) {
    long at = at(index);
    return (int) ELEMENTS.getVolatile(memory.part(at), MappedMemory.offset(at));
  }

  @Override
  public void setVolatile(long index, int value) {
    long at = at(index);
    ELEMENTS.setVolatile(memory.part(at), MappedMemory.offset(at), value);
  }

  @Override
  public int getAndSet(long index, int value) {
    long at = at(index);
    return (int) ELEMENTS.getAndSet(memory.part(at), MappedMemory.offset(at), value);
  }

  @Override
  public int getAndAdd(long index, int delta) {
    long at = at(index);
    return (int) ELEMENTS.getAndAdd(memory.part(at), MappedMemory.offset(at), delta);
  }

  @Override
  public boolean compareAndSet(long index, int expected, int value) {
    long at = at(index);
    return ELEMENTS.compareAndSet(memory.part(at), MappedMemory.offset(at), expected, value);
  }

  @Override
  public void read(long index, int[] target, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, target.length);
    copy(index, count, (part, done, some) -> part.asIntBuffer().get(target, offset + done, some));
  }

  @Override
  public void write(long index, int[] source, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, source.length);
    copy(index, count, (part, done, some) -> part.asIntBuffer().put(source, offset + done, some));
  }

  @Override
  public IntBuffer buffer(long index, int count) {
    return bytes(index, count).asIntBuffer();
  }
}
