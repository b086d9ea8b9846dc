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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole life of one worker process: it is started, runs a task, is told to end, and has gone.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar ProcessLife}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 12)
@Fork(1)
@State(Scope.Thread)
public class ProcessLife {
  /** How workers come to be. */
  @Param({"fork", "forkserver", "spawn"})
  public String startMethod;

  /** Has the archive made that workers start with. */
  @Setup(Level.Trial)
  public void prepare() {
    ClassData.await(StartMethod.of(startMethod), 1);
  }

  /** Measures from the start to the exit. */
  @Benchmark
  public void startToExit() {
    Pool pool = FirstResult.of(Pool.builder().workers(1).startMethod(StartMethod.of(startMethod)));
    pool.close();
    pool.join();
  }
}
