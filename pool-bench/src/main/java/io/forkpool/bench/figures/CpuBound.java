package io.forkpool.bench.figures;

import io.forkpool.Pool;
import io.forkpool.bench.measure.HashWork;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.Spread;
import io.forkpool.bench.measure.StartedPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Tasks of 1 ms and of 10 ms of pure computation, by {@code map} and by an ExecutorService with as
 * many threads, in turn. Workers are up and their code is compiled before.
 */
final class CpuBound implements Figure {
  /** How much a worker computes in one run. */
  private static final int MILLIS_PER_WORKER = 1_000;

  private static final int WARM_UPS = 3;

  @Override
  public String key() {
    return "f";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    int roundsPerMilli = HashWork.roundsPerMilli();
    ExecutorService threads = Executors.newFixedThreadPool(setting.workers());
    try (StartedPool started = setting.pool()) {
      for (int millis : new int[] {1, 10}) {
        Contest contest = new Contest(started.pool(), threads, millis, millis * roundsPerMilli);
        contest.run(setting, report, key());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** One size of task, both ways. */
  private record Contest(Pool pool, ExecutorService threads, int millis, int rounds) {

    void run(Setting setting, FigureReport report, String key) throws Exception {
      int tasks = setting.workers() * MILLIS_PER_WORKER / millis;
      List<Long> seeds = LongStream.range(0, tasks).boxed().toList();
      List<Long> expected = null;
      double[] byPool = new double[setting.runs()];
      double[] byThreads = new double[setting.runs()];
      for (int run = -WARM_UPS; run < setting.runs(); run++) {
        long begun = System.nanoTime();
        List<Long> fromThreads = byThreads(seeds);
        final long middle = System.nanoTime();
        List<Long> fromPool = byPool(seeds);
        final long ended = System.nanoTime();
        expected = expected == null ? fromThreads : expected;
        Results.requireEqual(expected, fromThreads, "the threads' list of results");
        Results.requireEqual(expected, fromPool, "the pool's list of results");
        if (run >= 0) {
          byThreads[run] = (middle - begun) / 1e6;
          byPool[run] = (ended - middle) / 1e6;
        }
      }
      String what = "%,d tasks of %d ms by ".formatted(tasks, millis);
      report.line(key, what + "map, " + setting.workers() + " workers", "ms", byPool);
      report.line(key, what + "ExecutorService, as many threads", "ms", byThreads);
      report.line(key, "ratio map / ExecutorService", "x", Spread.ofRatios(byPool, byThreads));
    }

    private List<Long> byPool(List<Long> seeds) {
      // A local, so that the lambda takes along a number and not this record with its pool.
      int count = rounds;
      return pool.map(seed -> HashWork.run(seed, count), seeds);
    }

    private List<Long> byThreads(List<Long> seeds) throws InterruptedException, ExecutionException {
      List<Callable<Long>> tasks = new ArrayList<>();
      seeds.forEach(seed -> tasks.add(() -> HashWork.run(seed, rounds)));
      List<Long> results = new ArrayList<>();
      for (Future<Long> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
