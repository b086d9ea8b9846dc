package io.forkpool.contract;

import java.io.Serializable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Arrays of one length whose elements follow from their places: no two parts are the same. */
record NumberArrays(long[] longs, int[] ints, double[] doubles, short[] shorts, byte[] bytes)
    implements Serializable {
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
}
