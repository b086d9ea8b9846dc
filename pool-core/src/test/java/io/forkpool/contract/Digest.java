package io.forkpool.contract;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;

/** A number that follows from all of a value, its shape and what is held twice in it included. */
final class Digest {
  private static final String OURS = Digest.class.getPackageName();

  private final Map<Object, Integer> seen = new IdentityHashMap<>();
  private long digest = 1;

  private Digest() {}

  static long of(Object value) {
    Digest digest = new Digest();
    digest.add(value);
    return digest.digest;
  }

  private void mix(long number) {
    digest = (digest ^ number) * 0x9E3779B97F4A7C15L;
    digest ^= digest >>> 32;
  }

  private void add(Object value) {
    if (value == null) {
      mix(0);
      return;
    }
    Class<?> type = value.getClass();
    boolean ours = type.getPackageName().equals(OURS);
    boolean container = value instanceof Collection || value instanceof Map;
    if (!ours && !container && !type.isArray()) {
      mix(type.getName().hashCode());
      mix(value instanceof Enum<?> constant ? constant.name().hashCode() : value.hashCode());
      return;
    }
    Integer place = seen.putIfAbsent(value, seen.size());
    if (place != null) {
      mix(~place);
      return;
    }
    mix(type.getName().hashCode());
    if (type.isArray()) {
      addArray(value);
    } else if (value instanceof Collection<?> collection) {
      mix(collection.size());
      collection.forEach(this::add);
    } else if (value instanceof Map<?, ?> map) {
      addMap(map);
    } else {
      addFields(value);
    }
  }

  private void addArray(Object array) {
    mix(Array.getLength(array));
    if (array instanceof Object[] elements) {
      Arrays.asList(elements).forEach(this::add);
    } else {
      mix(Arrays.deepHashCode(new Object[] {array})); // whatever the primitive type is
    }
  }

  /** Order included, as of lists: also a hash map of these keys keeps it. */
  private void addMap(Map<?, ?> map) {
    mix(map.size());
    map.forEach(
        (key, part) -> {
          add(key);
          add(part);
        });
  }

  private void addFields(Object value) {
    for (Field field : value.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        try {
          field.setAccessible(true);
          add(field.get(value));
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
