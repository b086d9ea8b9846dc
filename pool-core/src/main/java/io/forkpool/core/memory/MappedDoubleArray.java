package io.forkpool.core.memory;

import io.forkpool.SharedDoubleArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.Objects;

/** An array of {@code double}. */
final class MappedDoubleArray extends MappedArray<SharedDoubleArray> implements SharedDoubleArray {
  private static final long serialVersionUID = 1L;
  private static final int SHIFT = 3;
  private static final VarHandle ELEMENTS =
      MethodHandles.byteBufferViewVarHandle(double[].class, ByteOrder.nativeOrder());

  MappedDoubleArray(MappedMemory memory, long first, long length, boolean owner) {
    super(memory, first, length, ElementType.DOUBLE, owner);
  }

  @Override
  MappedDoubleArray view(long firstByte, long elements) {
    return new MappedDoubleArray(memory, firstByte, elements, false);
  }

  private long at(long index) {
    return first + (Objects.checkIndex(index, length) << SHIFT);
  }

  @Override
  public double get(long index) {
    long at = at(index);
    return (double) ELEMENTS.get(memory.part(at), MappedMemory.offset(at));
  }

  @Override
  public void set(long index, double value) {
    long at = at(index);
    ELEMENTS.set(memory.part(at), MappedMemory.offset(at), value);
  }

  @Override
  public double getVolatile(long index) {
    long at = at(index);
    return (double) ELEMENTS.getVolatile(memory.part(at), MappedMemory.offset(at));
  }

  @Override
  public void setVolatile(long index, double value) {
    long at = at(index);
    ELEMENTS.setVolatile(memory.part(at), MappedMemory.offset(at), value);
  }

  @Override
  public double getAndSet(long index, double value) {
    long at = at(index);
    return (double) ELEMENTS.getAndSet(memory.part(at), MappedMemory.offset(at), value);
  }

  @Override
  public double getAndAdd(long index, double delta) {
    long at = at(index);
    ByteBuffer part = memory.part(at);
    int offset = MappedMemory.offset(at);
    while (true) { // there is no such instruction
      double old = (double) ELEMENTS.getVolatile(part, offset);
      if (ELEMENTS.compareAndSet(part, offset, old, old + delta)) {
        return old;
      }
    }
  }

  @Override
  public boolean compareAndSet(long index, double expected, double value) {
    long at = at(index);
    return ELEMENTS.compareAndSet(memory.part(at), MappedMemory.offset(at), expected, value);
  }

  @Override
  public void read(long index, double[] target, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, target.length);
    copy(
        index, count, (part, done, some) -> part.asDoubleBuffer().get(target, offset + done, some));
  }

  @Override
  public void write(long index, double[] source, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, source.length);
    copy(
        index, count, (part, done, some) -> part.asDoubleBuffer().put(source, offset + done, some));
  }

  @Override
  public DoubleBuffer buffer(long index, int count) {
    return bytes(index, count).asDoubleBuffer();
  }
}
