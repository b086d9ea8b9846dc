package io.forkpool.bench.jmh;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.bench.measure.ClassData;
import io.forkpool.bench.measure.FirstResult;
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
 * A new pool of two to its first result, in a program that has made pools before: the fork server
 * is up.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar PoolStart}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 12)
@Fork(1)
public class PoolStart {

  /**
   * Measures from the builder to the result.
   *
   * @param made keeps the pool until it is closed, which is not measured
   * @return the pool
   */
  @Benchmark
  public Pool firstResult(Made made) {
    made.pool =
        FirstResult.of(
            Pool.builder().workers(made.workers).startMethod(StartMethod.of(made.startMethod)));
    return made.pool;
  }

  /** What an invocation has made. */
  @State(Scope.Thread)
  public static class Made {
    /** How workers come to be. */
    @Param({"fork", "forkserver", "spawn"})
    public String startMethod;

    /** How many workers. */
    @Param("2")
    public int workers;

    private Pool pool;

    /** Has the archive made that workers start with. */
    @Setup(Level.Trial)
    public void prepare() {
      ClassData.await(StartMethod.of(startMethod), workers);
    }

    /** Closes the pool. */
    @TearDown(Level.Invocation)
    public void close() {
      pool.close();
      pool.join();
    }
  }
}
