package io.forkpool.bench.jmh;

import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.StartMethod;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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
 * One more worker in a warm pool of two. No pool grows, but one that has lost a worker adds
 * another: an idle worker is killed, and the time is taken until its successor waits for tasks.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar WorkerAdded}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 12)
@Fork(1)
@State(Scope.Thread)
public class WorkerAdded {
  private static final long PATIENCE_SECONDS = 60;

  /** How workers come to be. */
  @Param({"fork", "forkserver", "spawn"})
  public String startMethod;

  /** How many workers. */
  @Param("2")
  public int workers;

  private final BlockingQueue<Long> ready = new LinkedBlockingQueue<>();
  private Pool pool;
  private long latest;
  private ProcessHandle victim;

  /** Starts the pool. */
  @Setup(Level.Trial)
  public void start() throws InterruptedException {
    PoolListener listener =
        new PoolListener() {
          @Override
          public void workerReady(long pid, Duration startup) {
            ready.add(pid);
          }
        };
    pool =
        Pool.builder()
            .workers(workers)
            .startMethod(StartMethod.of(startMethod))
            .listener(listener)
            .build();
    for (int i = 0; i < workers; i++) {
      latest = nextReady();
    }
  }

  /** Chooses who is going to be killed. */
  @Setup(Level.Invocation)
  public void choose() {
    victim = ProcessHandle.of(latest).orElseThrow();
  }

  /** Measures from the kill until another worker is ready. */
  @Benchmark
  public long killToNextWorker() throws InterruptedException {
    victim.destroyForcibly();
    latest = nextReady();
    return latest;
  }

  private long nextReady() throws InterruptedException {
    Long pid = ready.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (pid == null) {
      throw new IllegalStateException("no worker is ready after " + PATIENCE_SECONDS + " s");
    }
    return pid;
  }

  /** Ends the pool. */
  @TearDown(Level.Trial)
  public void close() {
    pool.close();
    pool.join();
  }
}
