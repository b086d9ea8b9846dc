package io.forkpool.bench.figures;

import io.forkpool.Pool;
import io.forkpool.SerializableFunction;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.StartedPool;
import java.util.List;
import java.util.stream.LongStream;

/** {@code map} of {@code x*x} over many numbers: what a task costs when it does nothing. */
final class ManySmallTasks implements Figure {
  private static final SerializableFunction<Long, Long> SQUARE = x -> x * x;

  private final String key;
  private final int tasks;
  private final int chunkSize;

  private ManySmallTasks(String key, int tasks, int chunkSize) {
    this.key = key;
    this.tasks = tasks;
    this.chunkSize = chunkSize;
  }

  static ManySmallTasks defaultChunks() {
    return new ManySmallTasks("c", 1_000_000, 0);
  }

  static ManySmallTasks chunksOfOne() {
    return new ManySmallTasks("d", 100_000, 1);
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public void measure(Setting setting, FigureReport report) {
    List<Long> inputs = LongStream.range(0, tasks).boxed().toList();
    double[] perSecond = new double[setting.runs()];
    try (StartedPool started = setting.pool()) {
      tasksPerSecond(started.pool(), inputs);
      for (int run = 0; run < setting.runs(); run++) {
        perSecond[run] = tasksPerSecond(started.pool(), inputs);
      }
    }
    String chunks = chunkSize == 0 ? "default chunks" : "chunks of " + chunkSize;
    report.line(key, "map of %,d x*x, %s".formatted(tasks, chunks), "tasks/s", perSecond);
  }

  private double tasksPerSecond(Pool pool, List<Long> inputs) {
    long begun = System.nanoTime();
    List<Long> squares =
        chunkSize == 0 ? pool.map(SQUARE, inputs) : pool.map(SQUARE, inputs, chunkSize);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Results.requireEqual(tasks, squares.size(), "the number of results");
    long x = 0;
    for (long square : squares) {
      Results.requireEqual(x * x, square, "the square of " + x);
      x++;
    }
    return tasks / seconds;
  }
}
