package io.forkpool.bench.figures;

import io.forkpool.Pool;
import io.forkpool.SharedDoubleArray;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.Spread;
import io.forkpool.bench.measure.StartedPool;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The sum of 1 GB of doubles in 64 slices: of a shared array by {@code map}; of an array of this
 * JVM, of which each slice is sent as a {@code double[]}; and of that array by as many threads. In
 * turn, a slice at a time each; workers are up and their code is compiled before. Sending is slow,
 * and is done at most {@value #SENT_RUNS} times.
 *
 * <p>A process finds each page of what it maps when it first touches it, which costs microseconds
 * for 64 KiB. So the first sum is told apart; after {@value #WARM_UPS} rounds each worker has met
 * every slice, and its compilers, which would take the workers' processors, have come to rest.
 */
final class SharedMap implements Figure {
  private static final int LENGTH = 125_000_000;
  private static final long BYTES = LENGTH * (long) Double.BYTES;
  private static final int SLICES = 64;
  private static final int WARM_UPS = 50;
  private static final int SENT_RUNS = 3;

  @Override
  public String key() {
    return "m";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    if (Runtime.getRuntime().maxMemory() < 2 * BYTES) {
      report.skipped(key(), "needs a heap of 2 GB: run with -Xmx3g");
      return;
    }
    double[] values = new double[LENGTH];
    Arrays.setAll(values, i -> i % 1000);
    ExecutorService threads = Executors.newFixedThreadPool(setting.workers());
    long begun = System.nanoTime();
    try (SharedDoubleArray shared = SharedDoubleArray.create(LENGTH);
        StartedPool started = setting.pool()) {
      report.line(key(), "1 GB is made and zeroed, once", "ms", millisSince(begun));
      shared.write(0, values, 0, LENGTH);
      contest(setting, report, values, shared, started.pool(), threads);
    } finally {
      threads.shutdownNow();
    }
  }

  private void contest(
      Setting setting,
      FigureReport report,
      double[] values,
      SharedDoubleArray shared,
      Pool pool,
      ExecutorService threads)
      throws Exception {
    double expected = sum(values, 0, LENGTH);
    double[] byThreads = new double[setting.runs()];
    double[] bySlices = new double[setting.runs()];
    double firstSlices = 0;
    double[] bySending = new double[Math.min(SENT_RUNS, setting.runs())];
    for (int run = -WARM_UPS; run < setting.runs(); run++) {
      long begun = System.nanoTime();
      Results.requireEqual(expected, byThreads(values, threads), "the threads' sum");
      final double threadsMillis = millisSince(begun);
      begun = System.nanoTime();
      Results.requireEqual(expected, bySlices(shared, pool), "the sum of shared slices");
      double slicesMillis = millisSince(begun);
      if (run == -WARM_UPS) {
        firstSlices = slicesMillis;
      } else if (run >= 0) {
        byThreads[run] = threadsMillis;
        bySlices[run] = slicesMillis;
      }
    }
    for (int run = 0; run < bySending.length; run++) {
      long begun = System.nanoTime();
      Results.requireEqual(expected, bySending(values, pool), "the sum of slices that were sent");
      bySending[run] = millisSince(begun);
    }
    String workers = setting.workers() + " workers";
    report.line(key(), "the first sum, shared array, " + workers, "ms", firstSlices);
    report.line(key(), "sum of 1 GB, shared array, " + workers, "ms", bySlices);
    report.line(key(), "the same by " + setting.workers() + " threads", "ms", byThreads);
    report.line(key(), "the same, slices sent as double[], " + workers, "ms", bySending);
    report.line(
        key(),
        "time of the shared array / time of threads",
        "",
        Spread.ofRatios(bySlices, byThreads));
  }

  private static double bySlices(SharedDoubleArray shared, Pool pool) {
    return total(pool.map(SharedMap::sumOf, shared.slices(SLICES), 1));
  }

  private static double bySending(double[] values, Pool pool) {
    Iterable<double[]> slices =
        () ->
            IntStream.range(0, SLICES)
                .mapToObj(i -> Arrays.copyOfRange(values, from(i), from(i + 1)))
                .iterator();
    return total(pool.map(slice -> sum(slice, 0, slice.length), slices, 1));
  }

  private static double byThreads(double[] values, ExecutorService threads) throws Exception {
    List<Future<Double>> sums = new ArrayList<>();
    for (int i = 0; i < SLICES; i++) {
      int slice = i;
      sums.add(threads.submit(() -> sum(values, from(slice), from(slice + 1))));
    }
    List<Double> done = new ArrayList<>();
    for (Future<Double> each : sums) {
      done.add(each.get());
    }
    return total(done);
  }

  private static int from(int slice) {
    return (int) ((long) LENGTH * slice / SLICES);
  }

  /** Whole numbers below 2^53: exact in any order. */
  private static double total(List<Double> sums) {
    return sums.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double sum(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  private static double sumOf(SharedDoubleArray slice) {
    DoubleBuffer values = slice.buffer();
    double sum = 0;
    for (int i = 0; i < values.limit(); i++) {
      sum += values.get(i);
    }
    return sum;
  }

  private static double millisSince(long begun) {
    return (System.nanoTime() - begun) / 1e6;
  }
}
