package io.forkpool.bench.measure;

import java.util.Arrays;

/**
 * The middle and the ends of some measurements. Immutable.
 *
 * @param median the middle value; of an even number, the mean of the middle two
 * @param min the least
 * @param max the greatest
 * @param count how many there were
 */
public record Spread(double median, double min, double max, int count) {

  /**
   * Summarizes measurements.
   *
   * @param values at least one; left as they are
   * @return their spread
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /**
   * Summarizes the quotients of measurements that were made in turn: each pair saw the same
   * machine.
   *
   * @param dividends at least one
   * @param divisors as many
   * @return the spread of the quotients
   */
  public static Spread ofRatios(double[] dividends, double[] divisors) {
    double[] ratios = new double[dividends.length];
    Arrays.setAll(ratios, i -> dividends[i] / divisors[i]);
    return of(ratios);
  }
}
