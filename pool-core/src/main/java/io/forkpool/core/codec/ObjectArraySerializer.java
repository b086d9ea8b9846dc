package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Arrays of objects, of any dimension. Kryo's own takes the elements of a {@code T[][]} to be
 * exactly {@code T[]}, which {@code Object[][]} disproves.
 */
final class ObjectArraySerializer extends ValueSerializer<Object[]> {
  private final Class<?> type;

  ObjectArraySerializer(Class<?> type) {
    this.type = type;
  }

  @Override
  void write(Kryo kryo, ValueOutput out, Object[] array) {
    out.writeVarInt(array.length, true);
    Elements.write(kryo, out, array, array.length);
  }

  @Override
  Object[] read(Kryo kryo, ValueInput in, Class<? extends Object[]> ignored) {
    int length = in.checkedCount(in.readVarInt(true));
    if (in.vouchesForElements(length)) {
      Object[] array = (Object[]) Array.newInstance(type.getComponentType(), length);
      kryo.reference(array);
      Elements.readInto(array, kryo, in);
      return array;
    }
    Object[] elements = Elements.read(kryo, in, length);
    return Arrays.copyOf(elements, length, type.asSubclass(Object[].class));
  }
}
