package io.forkpool.bench.report;

import static io.forkpool.bench.report.Measured.counter;
import static io.forkpool.bench.report.Measured.is;
import static io.forkpool.bench.report.Measured.with;

import io.forkpool.bench.measure.Spread;
import io.forkpool.bench.peers.PeerOutcome;
import io.forkpool.bench.report.Chart.Mark;
import io.forkpool.bench.report.Chart.Scale;
import io.forkpool.bench.report.Chart.Series;
import io.forkpool.bench.report.Chart.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What handing work over costs, and what is gained.
 *
 * @param measured where the values are
 */
record WorkCharts(Measured measured) {

  Chart againstPython() {
    List<String> names = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (PeerOutcome outcome : measured.contests()) {
      Spread ratio = outcome.ratios().get("CPython");
      if (ratio != null) {
        names.add(outcome.title());
        values.add(speedUp(ratio, outcome.lowerIsBetter()));
      }
    }
    return Chart.bars(
            "How many times as fast as CPython's multiprocessing",
            "×",
            names,
            List.of(new Series("forkpool", values)))
        .on(Scale.LOGARITHMIC)
        .lying()
        .marked(List.of(new Mark("equal", 1)))
        .noted("medians of ratios, measured in turn; right of the line forkpool is faster");
  }

  /** A ratio of times turned round, so that more is better. */
  private static Value speedUp(Spread ratio, boolean lowerIsBetter) {
    return lowerIsBetter
        ? new Value(1 / ratio.median(), 1 / ratio.upperQuartile(), 1 / ratio.lowerQuartile())
        : Value.of(ratio);
  }

  Chart durations() {
    List<String> micros = measured.numbers("CpuBatch", "taskMicros");
    List<Series> series =
        List.of(Way.POOL, Way.EXECUTOR).stream()
            .map(
                way ->
                    measured.series(
                        way.title,
                        micros,
                        duration ->
                            counter("CpuBatch." + way.method, "tasks")
                                .and(with("taskMicros", duration))))
            .toList();
    return Chart.lines(
            "Throughput against task duration",
            "tasks/s",
            micros.stream().map(WorkCharts::duration).toList(),
            series)
        .on(Scale.LOGARITHMIC)
        .along("how long a task computes")
        .noted("as many threads as workers; the pool sizes its chunks itself");
  }

  private static String duration(String micros) {
    int value = Integer.parseInt(micros);
    return value < 1_000 ? value + " µs" : value / 1_000 + " ms";
  }

  /** Each batch's speed, divided by the ExecutorService's. */
  Chart ways() {
    Map<String, Predicate<JmhRow>> batches = new LinkedHashMap<>();
    batches.put("CPU-bound, 1 ms each", row -> row.of("CpuBatch") && row.has("taskMicros", "1000"));
    batches.put("uneven tasks", row -> row.of("UnevenTasks"));
    batches.put("allocation-heavy", row -> row.of("AllocationBatch"));
    List<Series> series = new ArrayList<>();
    for (Way way : Way.values()) {
      List<Value> values = new ArrayList<>();
      batches.values().forEach(batch -> values.add(relative(batch, way)));
      series.add(new Series(way.title, values));
    }
    return Chart.bars(
            "Batches against threads of one JVM", "×", List.copyOf(batches.keySet()), series)
        .noted("tasks per second, divided by the ExecutorService's: higher is better");
  }

  private Value relative(Predicate<JmhRow> batch, Way way) {
    Spread base = tasks(batch, Way.EXECUTOR);
    Spread spread = tasks(batch, way);
    return base == null || spread == null ? null : Value.of(spread).dividedBy(base.median());
  }

  private Spread tasks(Predicate<JmhRow> batch, Way way) {
    return measured
        .spread(
            batch.and(
                row -> row.counter().equals("tasks") && row.benchmark().endsWith("." + way.method)))
        .orElse(null);
  }

  Chart roundTrip() {
    List<String> names = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    measured
        .contest("apply")
        .ifPresent(
            outcome ->
                outcome
                    .measured()
                    .forEach(
                        one -> {
                          names.add(one.name().equals("forkpool") ? "forkpool apply" : one.name());
                          values.add(Value.of(one.spread()));
                        }));
    return Chart.bars(
            "Round trip of a trivial task", "µs", names, List.of(new Series("median", values)))
        .on(Scale.LOGARITHMIC)
        .lying()
        .noted("medians of blocks of 2,000, measured in turn");
  }

  Chart payload() {
    List<String> sizes = measured.numbers("ApplyRoundTrip", "bytes");
    return Chart.lines(
            "Round trip by payload",
            "µs",
            sizes.stream().map(WorkCharts::size).toList(),
            List.of(
                measured.series(
                    "apply, byte[] there and back",
                    sizes,
                    size -> is("ApplyRoundTrip.echo").and(with("bytes", size)))))
        .on(Scale.LOGARITHMIC)
        .along("size of the array");
  }

  private static String size(String bytes) {
    int value = Integer.parseInt(bytes);
    if (value < 1 << 10) {
      return value + " B";
    }
    return value < 1 << 20 ? (value >> 10) + " KiB" : (value >> 20) + " MiB";
  }

  Chart chunks() {
    List<String> sizes = measured.numbers("MapByChunk", "chunkSize");
    return Chart.bars(
            "map of x*x by chunk size",
            "tasks/s",
            sizes.stream().map(size -> size.equals("0") ? "automatic" : size).toList(),
            List.of(
                measured.series(
                    "map", sizes, size -> is("MapByChunk.squares").and(with("chunkSize", size)))))
        .on(Scale.LOGARITHMIC)
        .along("tasks that travel together");
  }
}
