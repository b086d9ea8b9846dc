package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Arrays of one primitive type: the length, then the elements little-endian, as both ends' machines
 * hold them.
 *
 * <p>Small arrays go through the output's buffer. Of a large one, bytes go to the stream and come
 * from it with no copy between; other types in blocks of {@link #BLOCK} bytes, enough for a system
 * call to be cheap beside the copy. The block is filled again and again, so it is not lent to the
 * stream as an array of bytes is.
 */
final class PrimitiveArraySerializer extends ValueSerializer<Object> {
  private static final int BLOCK = 64 << 10;

  private final Class<?> element;
  private final char kind;
  private final int width;
  private ByteBuffer block;

  PrimitiveArraySerializer(Class<?> element) {
    this.element = element;
    this.kind = element.descriptorString().charAt(0);
    this.width =
        switch (kind) {
          case 'J', 'D' -> 8;
          case 'I', 'F' -> 4;
          case 'S', 'C' -> 2;
          default -> 1;
        };
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Object array) {
    int length = Array.getLength(array);
    out.writeVarInt(length, true);
    long bytes = (long) length * width;
    if (kind == 'B') {
      out.lend((byte[]) array);
    } else if (bytes <= ValueOutput.BUFFER) {
      put(out.room((int) bytes), array, 0, length);
      out.advance((int) bytes);
    } else {
      for (int from = 0; from < length; from += BLOCK / width) {
        int n = Math.min(BLOCK / width, length - from);
        ByteBuffer to = block().clear();
        put(to, array, from, n);
        out.writeBytes(to.array(), 0, n * width);
      }
    }
  }

  @Override
  Object read(Kryo kryo, ValueInput in, Class<? extends Object> type) {
    int length = in.checkedLength(in.readVarInt(true), width);
    if (kind == 'B') {
      return in.readArray(length);
    }
    long bytes = (long) length * width;
    int trusted = in.vouches(bytes) ? length : ValueInput.PROOF / width;
    Object array = Array.newInstance(element, trusted);
    fill(in, array, 0, trusted);
    while (trusted < length) {
      int more = in.grown(trusted, length, width);
      Object larger = Array.newInstance(element, more);
      System.arraycopy(array, 0, larger, 0, trusted);
      array = larger;
      fill(in, array, trusted, more);
      trusted = more;
    }
    return array;
  }

  private void fill(ValueInput in, Object array, int from, int to) {
    while (from < to) {
      long wanted = (long) (to - from) * width;
      if (in.isStream() && wanted >= BLOCK) {
        ByteBuffer view = block().clear();
        in.readBytes(view.array(), 0, BLOCK);
        get(view, array, from, BLOCK / width);
        from += BLOCK / width;
      } else {
        ByteBuffer view = in.block(width, wanted);
        int n = view.remaining() / width;
        get(view, array, from, n);
        in.advance(n * width);
        from += n;
      }
    }
  }

  private ByteBuffer block() {
    if (block == null) {
      block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    }
    return block;
  }

  private void put(ByteBuffer to, Object array, int from, int n) {
    switch (kind) {
      case 'I' -> to.asIntBuffer().put((int[]) array, from, n);
      case 'J' -> to.asLongBuffer().put((long[]) array, from, n);
      case 'D' -> to.asDoubleBuffer().put((double[]) array, from, n);
      case 'F' -> to.asFloatBuffer().put((float[]) array, from, n);
      case 'S' -> to.asShortBuffer().put((short[]) array, from, n);
      case 'C' -> to.asCharBuffer().put((char[]) array, from, n);
      default -> putBooleans(to, (boolean[]) array, from, n);
    }
  }

  private void get(ByteBuffer source, Object array, int from, int n) {
    switch (kind) {
      case 'I' -> source.asIntBuffer().get((int[]) array, from, n);
      case 'J' -> source.asLongBuffer().get((long[]) array, from, n);
      case 'D' -> source.asDoubleBuffer().get((double[]) array, from, n);
      case 'F' -> source.asFloatBuffer().get((float[]) array, from, n);
      case 'S' -> source.asShortBuffer().get((short[]) array, from, n);
      case 'C' -> source.asCharBuffer().get((char[]) array, from, n);
      default -> getBooleans(source, (boolean[]) array, from, n);
    }
  }

  private static void putBooleans(ByteBuffer to, boolean[] array, int from, int n) {
    for (int i = 0; i < n; i++) {
      to.put((byte) (array[from + i] ? 1 : 0));
    }
  }

  private static void getBooleans(ByteBuffer source, boolean[] array, int from, int n) {
    for (int i = 0; i < n; i++) {
      array[from + i] = source.get() != 0;
    }
  }
}
