package io.forkpool.bench.measure;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Data that fills a heap: blocks of random bytes, each of them reachable, all pages touched. */
public final class LiveHeap {
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int BLOCKS_PER_MEGABYTE = 16;

  private static final List<byte[]> BLOCKS = new ArrayList<>();

  private LiveHeap() {}

  /**
   * Puts data where workers of that method inherit it: by {@code fork} into this process, at once;
   * by the others where {@code preload} runs, the fork server or each worker.
   *
   * @param method how the workers come to be
   * @param megabytes how much
   * @return a builder of pools whose workers have so much data
   */
  public static Pool.Builder inForkedProcess(StartMethod method, int megabytes) {
    Pool.Builder builder = Pool.builder().startMethod(method);
    if (method.equals(StartMethod.FORK)) {
      fill(megabytes);
    } else {
      builder.preload(() -> fill(megabytes));
    }
    return builder;
  }

  /**
   * Makes so many megabytes live in this process.
   *
   * @param megabytes of random bytes
   */
  public static void fill(int megabytes) {
    SplittableRandom random = new SplittableRandom(megabytes);
    for (int i = 0; i < megabytes * BLOCKS_PER_MEGABYTE; i++) {
      byte[] block = new byte[BLOCK_BYTES];
      random.nextBytes(block);
      BLOCKS.add(block);
    }
    System.gc();
  }

  /**
   * Reads every byte.
   *
   * @return their sum
   */
  public static long sum() {
    long sum = 0;
    for (byte[] block : BLOCKS) {
      for (byte value : block) {
        sum += value;
      }
    }
    return sum;
  }
}
