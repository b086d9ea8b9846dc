package io.forkpool.bench.jmh;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.WorkerLostException;
import io.forkpool.bench.measure.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 * The only worker of a pool hangs in a task and is killed with signal 9: the time until the next
 * task, which has been waiting, has its result. The worker has been up for {@value #UP_MILLIS} ms
 * then: deaths are rare, and a fork server uses such a while to make spare children.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar KillRecovery}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 12)
@Fork(1)
@State(Scope.Thread)
public class KillRecovery {
  private static final long POLL_NANOS = 200_000;
  private static final long UP_MILLIS = 100;

  /** How workers come to be. */
  @Param({"fork", "forkserver", "spawn"})
  public String startMethod;

  private Pool pool;
  private Path mark;
  private ProcessHandle victim;
  private CompletableFuture<Boolean> hanging;
  private CompletableFuture<Integer> next;

  /** Starts the pool. */
  @Setup(Level.Trial)
  public void start() {
    pool = Pool.builder().workers(1).startMethod(StartMethod.of(startMethod)).build();
  }

  /** Has the worker hang, and a task wait behind it. */
  @Setup(Level.Invocation)
  public void hang() throws IOException, InterruptedException {
    mark = Files.createTempFile("forkpool-jmh", ".mark");
    hanging = pool.applyAsync(KillRecovery::hangOnceMarked, mark);
    // Only a task that has begun is lost with its worker; one that has not would hang the next one.
    while (Files.size(mark) == 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    next = pool.applyAsync(x -> x + 1, 41);
    victim = ProcessHandle.of(pool.workerPids().get(0)).orElseThrow();
    Thread.sleep(UP_MILLIS);
  }

  private static Boolean hangOnceMarked(Path mark) throws Exception {
    Files.writeString(mark, "begun");
    Thread.sleep(Long.MAX_VALUE);
    return true;
  }

  /** Measures from the kill to the result. */
  @Benchmark
  public int killToNextResult() {
    victim.destroyForcibly();
    int result = next.join();
    Results.requireEqual(42, result, "the next result");
    return result;
  }

  /** Checks that the task which hung is the one that was lost. */
  @TearDown(Level.Invocation)
  public void check() throws IOException {
    Files.delete(mark);
    try {
      throw new IllegalStateException("WRONG: the killed task returned " + hanging.join());
    } catch (CompletionException failure) {
      Results.requireEqual(WorkerLostException.class, failure.getCause().getClass(), "the failure");
    }
  }

  /** Ends the pool. */
  @TearDown(Level.Trial)
  public void close() {
    pool.close();
    pool.join();
  }
}
