package io.forkpool.bench.jmh;

import io.forkpool.Pool;
import io.forkpool.SerializableFunction;
import io.forkpool.bench.measure.Results;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code map} of {@code x*x}, 100,000 times: what a task costs that does nothing, by the size of
 * the chunks in which tasks travel. 0 means that the pool decides.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar MapByChunk}
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class MapByChunk {
  private static final int TASKS = 100_000;
  private static final SerializableFunction<Long, Long> SQUARE = x -> x * x;

  /** How many tasks travel together. */
  @Param({"0", "1", "10", "100", "1000", "10000"})
  public int chunkSize;

  private final List<Long> inputs = LongStream.range(0, TASKS).boxed().toList();
  private final List<Long> expected = inputs.stream().map(x -> x * x).toList();

  /** Measures a map. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public List<Long> squares(WarmPool warm) {
    Pool pool = warm.pool();
    List<Long> squares =
        chunkSize == 0 ? pool.map(SQUARE, inputs) : pool.map(SQUARE, inputs, chunkSize);
    Results.requireEqual(expected, squares, "the list of squares");
    return squares;
  }
}
