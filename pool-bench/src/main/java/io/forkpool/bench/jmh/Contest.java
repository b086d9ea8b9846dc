package io.forkpool.bench.jmh;

import io.forkpool.SerializableFunction;
import io.forkpool.bench.measure.Results;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same batch by a pool's {@code map} and by what a program would use within one JVM, with as
 * many threads as there are workers. All results are compared with those of a plain loop. What
 * counts is the counter {@code tasks}: tasks a second.
 *
 * <p>How much work a millisecond is, every JVM finds out by itself; {@code -jvmArgsAppend
 * -Dforkpool.bench.roundsPerMilli=N} gives all of them the same, as the suite does.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public abstract class Contest {
  private SerializableFunction<Long, Long> task;
  private List<Long> inputs;
  private List<Long> expected;

  /** For subclasses, which JMH makes. */
  protected Contest() {}

  /** The work; it takes along what it needs, and nothing else. */
  abstract SerializableFunction<Long, Long> task();

  abstract List<Long> inputs(int workers);

  /** Finds out what there is to do, and what must come out. */
  @Setup(Level.Trial)
  public void prepare(WarmPool pool) {
    task = task();
    inputs = inputs(pool.workers);
    expected = inputs.stream().map(this::result).toList();
  }

  private long result(long input) {
    try {
      return task.apply(input);
    } catch (Exception failure) {
      throw new IllegalStateException("the task failed here", failure);
    }
  }

  /** Measures {@code map} with chunks that the pool sizes. */
  @Benchmark
  public List<Long> pool(WarmPool pool, Count count) {
    return checked(pool.pool().map(task, inputs), count);
  }

  /** Measures threads that take one task after the other from one queue. */
  @Benchmark
  public List<Long> executorService(Threads threads, Count count) throws Exception {
    return checked(threads.byExecutor(inputs, this::result), count);
  }

  /** Measures the same in a work-stealing pool. */
  @Benchmark
  public List<Long> forkJoinPool(Threads threads, Count count) throws Exception {
    return checked(threads.byForkJoin(inputs, this::result), count);
  }

  /** Measures a parallel stream. */
  @Benchmark
  public List<Long> parallelStream(Threads threads, Count count) throws Exception {
    return checked(threads.byParallelStream(inputs, this::result), count);
  }

  private List<Long> checked(List<Long> results, Count count) {
    Results.requireEqual(expected, results, "the list of results");
    count.tasks += results.size();
    return results;
  }

  /** Counts tasks. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Count {
    /** Tasks that have returned. */
    public long tasks;
  }
}
