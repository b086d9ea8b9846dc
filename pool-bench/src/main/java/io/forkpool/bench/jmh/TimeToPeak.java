package io.forkpool.bench.jmh;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.TextWork;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long the 1st, the 10th and the 100th chunk take in a fresh worker. The program has done such
 * work before: a forked worker has its compiled code. So has the fork server, where {@code preload}
 * has done it; a spawned worker begins with none.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar TimeToPeak}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 8)
@Fork(1)
@State(Scope.Thread)
public class TimeToPeak {
  private static final int WARM_UPS = 400;
  private static final int LINES = 1_000;

  /** How workers come to be. */
  @Param({"fork", "forkserver", "spawn"})
  public String startMethod;

  /** Which one is measured. */
  @Param({"1", "10", "100"})
  public int chunk;

  private StartMethod method;
  private long expected;
  private Pool pool;

  /** Warms the program up. */
  @Setup(Level.Trial)
  public void warmUp() {
    method = StartMethod.of(startMethod);
    expected = work();
    workOften();
  }

  /** Starts a worker, and has it run all chunks before the one. */
  @Setup(Level.Invocation)
  public void start() {
    Pool.Builder builder = Pool.builder().workers(1).startMethod(method);
    if (method.equals(StartMethod.FORKSERVER)) {
      builder.preload(TimeToPeak::workOften);
    }
    pool = builder.build();
    pool.apply(() -> true);
    for (int i = 1; i < chunk; i++) {
      Results.requireEqual(expected, pool.apply(TimeToPeak::work), "a chunk's result");
    }
  }

  /** Measures the one chunk. */
  @Benchmark
  public long chunk() {
    long result = pool.apply(TimeToPeak::work);
    Results.requireEqual(expected, result, "the chunk's result");
    return result;
  }

  /** Ends the worker. */
  @TearDown(Level.Invocation)
  public void close() {
    pool.close();
    pool.join();
  }

  private static void workOften() {
    for (int i = 0; i < WARM_UPS; i++) {
      work();
    }
  }

  private static long work() {
    return TextWork.run(1, LINES);
  }
}
