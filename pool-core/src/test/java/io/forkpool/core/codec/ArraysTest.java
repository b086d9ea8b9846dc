package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArraysTest {

  /** Lengths around the buffers' and the blocks' ends. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 1023, 1024, 1025, 4096, 8191, 8192, 8193, 65535, 65537, 300_001})
  void primitiveArraysOfAnyLengthTravel(int length) {
    Random random = new Random(length);
    for (Class<?> type :
        new Class<?>[] {
          byte.class,
          short.class,
          char.class,
          int.class,
          long.class,
          float.class,
          double.class,
          boolean.class
        }) {
      Object array = Array.newInstance(type, length);
      for (int i = 0; i < length; i++) {
        set(array, i, random);
      }
      Object[] holder = {"before", array, "after"};
      assertArrayEquals(holder, RoundTrip.of(holder), type::toString);
      assertArrayEquals(
          holder, (Object[]) RoundTrip.decodeStream(RoundTrip.encode(holder)), type::toString);
    }
  }

  private static void set(Object array, int i, Random random) {
    if (array instanceof byte[] a) {
      a[i] = (byte) random.nextInt();
    } else if (array instanceof short[] a) {
      a[i] = (short) random.nextInt();
    } else if (array instanceof char[] a) {
      a[i] = (char) random.nextInt();
    } else if (array instanceof int[] a) {
      a[i] = random.nextInt();
    } else if (array instanceof long[] a) {
      a[i] = random.nextLong();
    } else if (array instanceof float[] a) {
      a[i] = random.nextFloat();
    } else if (array instanceof double[] a) {
      a[i] = random.nextDouble();
    } else {
      ((boolean[]) array)[i] = random.nextBoolean();
    }
  }

  @Test
  void objectArraysKeepTypeAndDimensions() {
    for (Object[] array :
        new Object[][] {
          {},
          {1, "x", null},
          new String[] {"a", null},
          new Integer[] {1, null, 3},
          new int[][] {{1}, {}, null},
          new int[3][0][2],
          new Object[][] {new String[] {"covariant"}, {1}},
          new Number[] {1, 2.5},
          new Thread.State[] {Thread.State.NEW},
          new Comparable<?>[] {"x", 1}
        }) {
      Object[] copy = RoundTrip.of(array);
      assertArrayEquals(array, copy);
      assertSame(array.getClass(), copy.getClass());
    }
    assertSame(String[].class, RoundTrip.of(new Object[][] {new String[] {"x"}})[0].getClass());
  }

  @Test
  void arrayThatHoldsItselfTravels() {
    Object[] array = new Object[1];
    array[0] = array;
    Object[] copy = RoundTrip.of(array);
    assertSame(copy, copy[0]);
  }

  record Frame(int id, byte[] pixels, double[] depth) {}

  @Test
  void largeByteArrayGoesToTheStreamWithoutACopy() throws IOException {
    byte[] pixels = new byte[64 << 20];
    new Random(1).nextBytes(pixels);
    boolean[] sawItself = {false};
    ByteArrayOutputStream out = new ByteArrayOutputStream(pixels.length + (9 << 20));
    RoundTrip.session()
        .encode(
            new Frame(7, pixels, new double[1 << 20]),
            new OutputStream() {
              @Override
              public void write(int b) {
                out.write(b);
              }

              @Override
              public void write(byte[] bytes, int offset, int length) {
                sawItself[0] |= bytes == pixels && length == pixels.length;
                out.write(bytes, offset, length);
              }
            });
    assertTrue(sawItself[0], "the array itself is what the stream was given");
    Frame copy = (Frame) RoundTrip.decodeStream(out.toByteArray());
    assertEquals(7, copy.id());
    assertArrayEquals(pixels, copy.pixels());
    assertEquals(1 << 20, copy.depth().length);
  }

  @Test
  void lengthThatNobodyVouchesForGrowsAsBytesArrive() throws IOException {
    int length = (ValueInput.TRUSTED >> 2) * 5 / 4;
    int[] array = new int[length];
    array[length - 1] = 42;
    byte[] bytes = RoundTrip.encode(array);
    int[] copy = (int[]) RoundTrip.session().decode(silent(bytes));
    assertArrayEquals(array, copy);
  }

  /** A stream that reads little by little and does not tell how much there is. */
  private static InputStream silent(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int available() {
        return 0;
      }

      @Override
      public int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(length, 100_003));
      }
    };
  }

  @Test
  void arraysInObjectsAreSharedOnce() {
    int[] shared = new int[10_000];
    Object[] copy = RoundTrip.of(new Object[] {shared, shared});
    assertSame(copy[0], copy[1]);
    assertTrue(RoundTrip.encode(new Object[] {shared, shared}).length < 41_000);
  }

  @Test
  void everyScalarArrayHolderTravels() {
    Stream.of(
            new Object[] {1}, new Object[] {null, null}, new Object[] {1L, 2L}, new Object[] {1.0})
        .forEach(each -> assertArrayEquals(each, RoundTrip.of(each)));
  }
}
