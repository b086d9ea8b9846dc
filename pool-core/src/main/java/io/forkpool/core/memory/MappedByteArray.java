package io.forkpool.core.memory;

import io.forkpool.SharedByteArray;
import java.nio.ByteBuffer;
import java.util.Objects;

/** An array of {@code byte}. */
final class MappedByteArray extends MappedArray<SharedByteArray> implements SharedByteArray {
  private static final long serialVersionUID = 1L;

  MappedByteArray(MappedMemory memory, long first, long length, boolean owner) {
    super(memory, first, length, ElementType.BYTE, owner);
  }

  @Override
  MappedByteArray view(long firstByte, long elements) {
    return new MappedByteArray(memory, firstByte, elements, false);
  }

  private long at(long index) {
    return first + Objects.checkIndex(index, length);
  }

  @Override
  public byte get(long index) {
    long at = at(index);
    return memory.part(at).get(MappedMemory.offset(at));
  }

  @Override
  public void set(long index, byte value) {
    long at = at(index);
    memory.part(at).put(MappedMemory.offset(at), value);
  }

  @Override
  public void read(long index, byte[] target, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, target.length);
    copy(index, count, (part, done, some) -> part.get(target, offset + done, some));
  }

  @Override
  public void write(long index, byte[] source, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, source.length);
    copy(index, count, (part, done, some) -> part.put(source, offset + done, some));
  }

  @Override
  public ByteBuffer buffer(long index, int count) {
    return bytes(index, count);
  }
}
