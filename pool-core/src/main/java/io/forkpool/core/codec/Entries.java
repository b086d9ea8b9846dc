package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The entries of a map at one moment: all keys, then all values. Taken before anything is written,
 * as the size of a concurrent map is only a guess; and read before anything is put, so that keys
 * are whole when they are hashed.
 */
final class Entries implements BiConsumer<Object, Object> {
  Object[] keys;
  Object[] values;
  int count;

  private Entries(int expected) {
    keys = new Object[expected];
    values = new Object[expected];
  }

  static Entries of(Map<?, ?> map) {
    Entries entries = new Entries(map.size());
    map.forEach(entries);
    return entries;
  }

  @Override
  public void accept(Object key, Object value) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count + (count >> 1) + 4);
      values = Arrays.copyOf(values, keys.length);
    }
    keys[count] = key;
    values[count++] = value;
  }

  void write(Kryo kryo, ValueOutput out) {
    Elements.write(kryo, out, keys, count);
    Elements.write(kryo, out, values, count);
  }

  static void readInto(Map<Object, Object> map, Kryo kryo, ValueInput in, int count) {
    Object[] keys = Elements.read(kryo, in, count);
    Object[] values = Elements.read(kryo, in, count);
    for (int i = 0; i < count; i++) {
      map.put(keys[i], values[i]);
    }
  }
}
