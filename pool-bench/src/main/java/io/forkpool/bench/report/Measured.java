package io.forkpool.bench.report;

import io.forkpool.bench.measure.Spread;
import io.forkpool.bench.peers.PeerOutcome;
import io.forkpool.bench.report.Chart.Series;
import io.forkpool.bench.report.Chart.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that was measured, to look values up in.
 *
 * @param rows JMH's
 * @param contests with peers
 */
record Measured(List<JmhRow> rows, List<PeerOutcome> contests) {
  static final List<String> METHODS = List.of("fork", "forkserver", "spawn");

  /** Which rows a colour is about. */
  interface OfCategory {
    Predicate<JmhRow> rows(String category);
  }

  static Predicate<JmhRow> is(String benchmark) {
    return row -> row.is(benchmark, "");
  }

  static Predicate<JmhRow> counter(String benchmark, String counter) {
    return row -> row.is(benchmark, counter);
  }

  static Predicate<JmhRow> with(String param, String value) {
    return row -> row.has(param, value);
  }

  /** The first such row, if there is one. */
  Optional<Spread> spread(Predicate<JmhRow> which) {
    return rows.stream().filter(which).map(JmhRow::spread).findFirst();
  }

  /** One value for each category; null where there is none. */
  Series series(String name, List<String> categories, OfCategory which) {
    return new Series(
        name,
        categories.stream()
            .map(category -> spread(which.rows(category)).map(Value::of).orElse(null))
            .toList());
  }

  /** One value for each start method. */
  Series byMethod(String name, Predicate<JmhRow> which) {
    return series(name, METHODS, method -> which.and(with("startMethod", method)));
  }

  /** The numbers that a parameter had, in order. */
  List<String> numbers(String benchmarkClass, String param) {
    return rows.stream()
        .filter(row -> row.of(benchmarkClass))
        .map(row -> row.params().get(param))
        .distinct()
        .sorted(Comparator.comparingInt(Integer::parseInt))
        .toList();
  }

  Optional<PeerOutcome> contest(String key) {
    return contests.stream().filter(one -> one.key().equals(key)).findFirst();
  }

  /** What a contestant did; null where it did not take part. */
  Value contestant(String contest, String name) {
    return contest(contest)
        .flatMap(outcome -> outcome.of(name))
        .map(one -> Value.of(one.spread()))
        .orElse(null);
  }
}
