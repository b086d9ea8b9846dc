package io.forkpool.bench.jmh;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.bench.measure.FirstResult;
import io.forkpool.bench.measure.LiveHeap;
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
 * A new pool of two to its first result, against the data that is live in the process that is
 * forked: by {@code fork} the program, by {@code forkserver} its server, whose {@code preload} has
 * made it. A fork copies page tables, 2 MB for each GB in 4 KiB pages; transparent huge pages need
 * next to none.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar StartByHeap}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 10)
@Fork(1)
public class StartByHeap {

  /** Measures with pages of 4 KiB. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx4g"})
  public Pool smallPages(Loaded loaded) {
    return loaded.start();
  }

  /** Measures with huge pages, where the system gives them. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx4g", "-XX:+UseTransparentHugePages"})
  public Pool hugePages(Loaded loaded) {
    return loaded.start();
  }

  /** A program, or its fork server, with data. */
  @State(Scope.Thread)
  public static class Loaded {
    /** How workers come to be. */
    @Param({"fork", "forkserver"})
    public String startMethod;

    /** How much is live. */
    @Param({"10", "100", "500", "1000", "2000"})
    public int megabytes;

    private Pool.Builder builder;
    private Pool pool;

    /** Makes the data. */
    @Setup(Level.Trial)
    public void fill() {
      builder = LiveHeap.inForkedProcess(StartMethod.of(startMethod), megabytes).workers(2);
    }

    private Pool start() {
      pool = FirstResult.of(builder);
      return pool;
    }

    /** Closes the pool. */
    @TearDown(Level.Invocation)
    public void close() {
      pool.close();
      pool.join();
    }
  }
}
