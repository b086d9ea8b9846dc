package io.forkpool.bench.measure;

import java.util.Arrays;

/**
 * The middle, the middle half and the ends of some measurements. Immutable.
 *
 * @param median the middle value; of an even number, the mean of the middle two
 * @param lowerQuartile a quarter of them are below
 * @param upperQuartile a quarter of them are above
 * @param min the least
 * @param max the greatest
 * @param count how many there were
 */
public record Spread(
    double median, double lowerQuartile, double upperQuartile, double min, double max, int count) {

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
    return new Spread(
        quantile(sorted, 0.5),
        quantile(sorted, 0.25),
        quantile(sorted, 0.75),
        sorted[0],
        sorted[sorted.length - 1],
        sorted.length);
  }

  /** Between two values, in proportion. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
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
