package io.forkpool.bench.figures;

import io.forkpool.Pool;
import io.forkpool.bench.measure.LargeBlock;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.StartedPool;
import java.util.SplittableRandom;

/**
 * 64 MiB as an argument, and as a result, with one worker: the same one is warm every time. Every
 * run sends other content. What is timed looks at a few bytes only, so that the copy and not the
 * check is measured; before that, all bytes are checked once in each direction.
 */
final class LargeValues implements Figure {
  private static final int BYTES = 64 << 20;
  private static final int WARM_UPS = 2;

  @Override
  public String key() {
    return "e";
  }

  @Override
  public void measure(Setting setting, FigureReport report) {
    double[] argument = new double[setting.runs()];
    double[] result = new double[setting.runs()];
    byte[] block = new byte[BYTES];
    try (StartedPool started = StartedPool.start(setting.startMethod(), 1)) {
      Pool pool = started.pool();
      checkEveryByte(pool, block);
      for (int i = 0; i < WARM_UPS; i++) {
        argumentSeconds(pool, block, -1 - i);
        resultSeconds(pool, -1 - i);
      }
      for (int run = 0; run < setting.runs(); run++) {
        argument[run] = BYTES / 1e9 / argumentSeconds(pool, block, run);
        result[run] = BYTES / 1e9 / resultSeconds(pool, run);
      }
    }
    report.line(key(), "byte[] of 64 MiB as argument, 1 worker", "GB/s", argument);
    report.line(key(), "byte[] of 64 MiB as result, 1 worker", "GB/s", result);
  }

  private static void checkEveryByte(Pool pool, byte[] block) {
    new SplittableRandom(1).nextBytes(block);
    long expected = LargeBlock.checksum(block);
    Results.requireEqual(expected, pool.apply(LargeBlock::checksum, block), "the sum of 64 MiB");
    byte[] returned = pool.apply(bytes -> bytes, block);
    Results.requireEqual(expected, LargeBlock.checksum(returned), "the sum of 64 MiB returned");
  }

  private static double argumentSeconds(Pool pool, byte[] block, long seed) {
    LargeBlock.stamp(block, seed);
    long begun = System.nanoTime();
    LargeBlock.Glance seen = pool.apply(LargeBlock::glance, block);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Results.requireEqual(LargeBlock.glance(block), seen, "what the worker saw of 64 MiB");
    return seconds;
  }

  private static double resultSeconds(Pool pool, long seed) {
    long begun = System.nanoTime();
    byte[] block = pool.apply(s -> LargeBlock.stamped(s, BYTES), seed);
    double seconds = (System.nanoTime() - begun) / 1e9;
    LargeBlock.Glance expected = LargeBlock.glance(LargeBlock.stamped(seed, BYTES));
    Results.requireEqual(expected, LargeBlock.glance(block), "what came back of 64 MiB");
    return seconds;
  }
}
