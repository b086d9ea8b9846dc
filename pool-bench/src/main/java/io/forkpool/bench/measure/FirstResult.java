package io.forkpool.bench.measure;

import io.forkpool.Pool;

/** The way of a pool from its builder to the result of its first task. */
public final class FirstResult {
  private FirstResult() {}

  /**
   * Makes a pool and has it run a task.
   *
   * @param builder of the pool
   * @return the pool, which the caller closes
   */
  public static Pool of(Pool.Builder builder) {
    Pool pool = builder.build();
    try {
      int result = pool.apply(x -> x + 1, 41);
      Results.requireEqual(42, result, "the first result");
      return pool;
    } catch (RuntimeException failure) {
      pool.terminate();
      throw failure;
    }
  }

  /**
   * Measures the way, and closes the pool again.
   *
   * @param builder of the pool
   * @return how many milliseconds it took, closing apart
   */
  public static double millis(Pool.Builder builder) {
    long begun = System.nanoTime();
    Pool pool = of(builder);
    double millis = (System.nanoTime() - begun) / 1e6;
    pool.close();
    pool.join();
    return millis;
  }
}
