package io.forkpool.bench.report;

import io.forkpool.bench.measure.Spread;
import java.util.List;
import java.util.Objects;

/**
 * One picture of the page, as its script takes it. Immutable: what looks like a setter makes
 * another.
 *
 * @param title what is to be seen
 * @param note how to read it
 * @param kind of picture
 * @param scale of the values' axis
 * @param unit of the values
 * @param axis what the categories are; empty where they speak for themselves
 * @param categories along the other axis
 * @param series one colour each
 * @param marks lines across, to compare with
 */
record Chart(
    String title,
    String note,
    Kind kind,
    Scale scale,
    String unit,
    String axis,
    List<String> categories,
    List<Series> series,
    List<Mark> marks) {

  /** How values are drawn. */
  enum Kind {
    BARS,
    LYING_BARS,
    LINES
  }

  /** How values are laid out. */
  enum Scale {
    LINEAR,
    LOGARITHMIC
  }

  /**
   * Values of one colour.
   *
   * @param name in the legend
   * @param values one for each category; null where nothing was measured
   */
  record Series(String name, List<Value> values) {
    private boolean isEmpty() {
      return values.stream().allMatch(Objects::isNull);
    }
  }

  /**
   * A value with its error bar, which is the middle half: one disturbed run would else be all that
   * is seen.
   *
   * @param median where the bar ends
   * @param low the lower quartile
   * @param high the upper quartile
   */
  record Value(double median, double low, double high) {
    static Value of(Spread spread) {
      return new Value(spread.median(), spread.lowerQuartile(), spread.upperQuartile());
    }

    Value dividedBy(double divisor) {
      return new Value(median / divisor, low / divisor, high / divisor);
    }
  }

  /**
   * A line across.
   *
   * @param name beside it
   * @param value where it is
   */
  record Mark(String name, double value) {}

  static Chart bars(String title, String unit, List<String> categories, List<Series> series) {
    return new Chart(title, "", Kind.BARS, Scale.LINEAR, unit, "", categories, series, List.of());
  }

  static Chart lines(String title, String unit, List<String> categories, List<Series> series) {
    return new Chart(title, "", Kind.LINES, Scale.LINEAR, unit, "", categories, series, List.of());
  }

  Chart lying() {
    return new Chart(title, note, Kind.LYING_BARS, scale, unit, axis, categories, series, marks);
  }

  Chart on(Scale scale) {
    return new Chart(title, note, kind, scale, unit, axis, categories, series, marks);
  }

  Chart along(String axis) {
    return new Chart(title, note, kind, scale, unit, axis, categories, series, marks);
  }

  Chart noted(String note) {
    return new Chart(title, note, kind, scale, unit, axis, categories, series, marks);
  }

  Chart marked(List<Mark> marks) {
    return new Chart(title, note, kind, scale, unit, axis, categories, series, marks);
  }

  Chart withoutEmptySeries() {
    List<Series> measured = series.stream().filter(one -> !one.isEmpty()).toList();
    return new Chart(title, note, kind, scale, unit, axis, categories, measured, marks);
  }

  boolean hasValues() {
    return series.stream().anyMatch(one -> !one.isEmpty());
  }
}
