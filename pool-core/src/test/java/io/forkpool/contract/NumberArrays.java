package io.forkpool.contract;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Arrays of one length whose elements follow from their places: no two parts are the same. */
record NumberArrays(long[] longs, int[] ints, double[] doubles, short[] shorts, byte[] bytes)
    implements Serializable {
  /** From a few bytes to many blocks, of whatever size they are on the way. */
  static final int[] LENGTHS = {100, 3_000, 9_000, 50_000, 300_000};

  static NumberArrays of(int length) {
    short[] shorts = new short[length];
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      shorts[i] = (short) (i * 31 ^ i >> 11);
      bytes[i] = (byte) (i * 31 ^ i >> 11);
    }
    return new NumberArrays(
        LongStream.range(0, length).map(i -> i * 0x9E3779B97F4A7C15L).toArray(),
        IntStream.range(0, length).map(i -> i * 0x9E3779B9).toArray(),
        IntStream.range(0, length).mapToDouble(Math::sqrt).toArray(),
        shorts,
        bytes);
  }

  boolean areRight() {
    NumberArrays right = of(longs.length);
    return Arrays.equals(right.longs, longs)
        && Arrays.equals(right.ints, ints)
        && Arrays.equals(right.doubles, doubles)
        && Arrays.equals(right.shorts, shorts)
        && Arrays.equals(right.bytes, bytes);
  }
}
