package io.forkpool.contract;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Values of all shapes and of sizes around the powers of two at which buffers change their ways;
 * which one follows from a number.
 */
final class RandomValue {
  private static final int DEPTH = 4;
  private static final Class<?>[] PRIMITIVES = {
    byte.class, short.class, char.class, int.class, long.class, float.class, double.class
  };

  private final Random random;

  /** What is part of the value already, and may be part of it once more. */
  private final List<Object> parts = new ArrayList<>();

  private RandomValue(long number) {
    random = new Random(number);
  }

  static Object of(long number) {
    return new RandomValue(number).next(0);
  }

  /** Travels without Java serialization: its fields, whatever they are. */
  static final class Pair {
    final Object first;
    final Object second;
    final char[] text;

    Pair(Object first, Object second, char[] text) {
      this.first = first;
      this.second = second;
      this.text = text;
    }
  }

  /** Data with constructor. */
  record Sample(long[] values, Object cause, Duration duration) implements Serializable {}

  /** Writes itself, from one array that is filled again and again. */
  static final class Blocks implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int BLOCK = 40_000;

    transient byte[] bytes;

    Blocks(byte[] bytes) {
      this.bytes = bytes;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeInt(bytes.length);
      byte[] block = new byte[BLOCK];
      for (int at = 0; at < bytes.length; at += BLOCK) {
        int count = Math.min(BLOCK, bytes.length - at);
        System.arraycopy(bytes, at, block, 0, count);
        out.write(block, 0, count);
      }
    }

    private void readObject(ObjectInputStream in) throws IOException {
      bytes = new byte[in.readInt()];
      in.readFully(bytes);
    }
  }

  private Object next(int depth) {
    if (!parts.isEmpty() && random.nextInt(8) == 0) {
      return parts.get(random.nextInt(parts.size()));
    }
    return switch (random.nextInt(depth < DEPTH ? 16 : 8)) {
      case 0 -> null;
      case 1 -> random.nextInt();
      case 2 -> random.nextBoolean() ? random.nextLong() : (Object) random.nextDouble();
      case 3, 4 -> kept(numbers(PRIMITIVES[random.nextInt(PRIMITIVES.length)], length()));
      case 5 -> text();
      case 6 -> simple();
      case 7 -> new Blocks((byte[]) numbers(byte.class, length()));
      case 8, 9 -> list(depth);
      case 10, 11 -> map(depth);
      case 12 -> array(depth);
      case 13 -> kept(new Pair(next(depth + 1), next(depth + 1), text().toCharArray()));
      case 14 -> sample(depth);
      default -> LongStream.range(0, random.nextInt(3_000)).boxed().toList();
    };
  }

  private Object kept(Object part) {
    parts.add(part);
    return part;
  }

  private int length() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> random.nextInt(20);
      case 4, 5 -> random.nextInt(5_000);
      default -> Math.max(0, (1 << random.nextInt(19)) + random.nextInt(9) - 4);
    };
  }

  private Object numbers(Class<?> type, int length) {
    Object array = Array.newInstance(type, length);
    for (int i = 0; i < length; i++) {
      byte number = (byte) random.nextInt();
      if (type == char.class) {
        Array.setChar(array, i, (char) (number * 257));
      } else {
        Array.setByte(array, i, number); // widened to whatever the type is
      }
    }
    return array;
  }

  private String text() {
    int most = 1 << (random.nextBoolean() ? 7 : 16); // Latin-1 or not, surrogates without a twin
    StringBuilder text = new StringBuilder();
    for (int left = length(); left > 0; left--) {
      text.append((char) random.nextInt(most));
    }
    return text.toString();
  }

  private Object simple() {
    return switch (random.nextInt(6)) {
      case 0 -> TimeUnit.values()[random.nextInt(TimeUnit.values().length)];
      case 1 -> new BigInteger(random.nextInt(500), random);
      case 2 -> Instant.ofEpochMilli(random.nextInt());
      case 3 -> new UUID(random.nextLong(), random.nextLong());
      case 4 -> Duration.ofNanos(random.nextLong());
      default -> new TreeSet<>(List.of(random.nextLong(), random.nextLong()));
    };
  }

  private Object list(int depth) {
    List<Object> list = random.nextBoolean() ? new ArrayList<>() : new LinkedList<>();
    kept(list);
    for (int left = random.nextInt(6); left > 0; left--) {
      list.add(next(depth + 1));
    }
    return list;
  }

  private Object map(int depth) {
    Map<String, Object> map = random.nextBoolean() ? new HashMap<>() : new LinkedHashMap<>();
    kept(map);
    for (int left = random.nextInt(6); left > 0; left--) {
      map.put("key " + left, next(depth + 1));
    }
    return map;
  }

  private Object array(int depth) {
    Object[] array = new Object[random.nextInt(6)];
    kept(array);
    for (int i = 0; i < array.length; i++) {
      array[i] = next(depth + 1);
    }
    return array;
  }

  private Object sample(int depth) {
    return new Sample(
        (long[]) numbers(long.class, length()), next(depth + 1), Duration.ofMillis(length()));
  }
}
