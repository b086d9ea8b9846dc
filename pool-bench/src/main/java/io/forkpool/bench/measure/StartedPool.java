package io.forkpool.bench.measure;

import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.PoolStats;
import io.forkpool.StartMethod;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A pool whose workers are all up, and how long that took; closing it waits until they have gone.
 *
 * @param pool the pool
 * @param startUpSeconds from the request to the moment when all workers waited for tasks
 */
public record StartedPool(Pool pool, double startUpSeconds) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_NANOS = 200_000;

  /**
   * Makes a pool and waits for its workers.
   *
   * @param method how they come to be
   * @param workers how many
   * @return the pool, idle
   * @throws PoolException if they do not come up
   */
  public static StartedPool start(StartMethod method, int workers) {
    long begun = System.nanoTime();
    Pool pool = Pool.builder().name("bench").startMethod(method).workers(workers).build();
    try {
      // A first task shows a pool whose workers cannot start: it throws the cause.
      pool.apply(() -> true);
      awaitAllIdle(pool, begun + PATIENCE.toNanos());
      return new StartedPool(pool, (System.nanoTime() - begun) / 1e9);
    } catch (RuntimeException failure) {
      pool.terminate();
      pool.join(PATIENCE);
      throw failure;
    }
  }

  private static void awaitAllIdle(Pool pool, long deadline) {
    while (pool.stats().idleWorkers() < pool.workers()) {
      PoolStats now = pool.stats();
      if (System.nanoTime() - deadline > 0) {
        throw new PoolException(
            "the workers are not up after %d s: %s".formatted(PATIENCE.toSeconds(), now));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Closes the pool and waits until its workers have gone; stops them if they do not go. */
  @Override
  public void close() {
    pool.close();
    if (!pool.join(PATIENCE)) {
      pool.terminate();
      pool.join();
    }
  }
}
