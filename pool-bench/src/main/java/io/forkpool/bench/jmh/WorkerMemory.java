package io.forkpool.bench.jmh;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.bench.measure.LiveHeap;
import io.forkpool.bench.measure.ProcessMemory;
import io.forkpool.bench.measure.Results;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The memory of one of two workers that have both read the same data: the program's by {@code
 * fork}, what {@code preload} has made by the others. The counters are what counts, in MB; the time
 * is not.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar WorkerMemory}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
@State(Scope.Thread)
public class WorkerMemory {
  private static final int WORKERS = 2;

  /** How workers come to be. */
  @Param({"fork", "forkserver", "spawn"})
  public String startMethod;

  /** How much data there is. */
  @Param({"500"})
  public int megabytes;

  private Pool.Builder builder;

  /** Makes the data. */
  @Setup(Level.Trial)
  public void fill() {
    builder = LiveHeap.inForkedProcess(StartMethod.of(startMethod), megabytes).workers(WORKERS);
  }

  /** Measures the workers. */
  @Benchmark
  public List<Long> readAll(Megabytes counters) throws IOException {
    try (Pool pool = builder.build()) {
      List<Long> sums = pool.map(nothing -> LiveHeap.sum(), List.of(1, 2, 3, 4), 1);
      Results.requireEqual(1L, sums.stream().distinct().count(), "the number of different sums");
      for (long pid : pool.workerPids()) {
        ProcessMemory memory = ProcessMemory.of(pid);
        counters.proportional += memory.proportionalBytes() / 1e6 / WORKERS;
        counters.own += memory.privateBytes() / 1e6 / WORKERS;
      }
      return sums;
    }
  }

  /** The mean of both workers; of several iterations JMH prints the sum. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Megabytes {
    /** Its share of what it has in common with others, and what is its own. */
    public double proportional;

    /** What no other process has. */
    public double own;
  }
}
