package io.forkpool.bench.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Data that fills a heap: blocks of random bytes, each of them reachable, all pages touched. */
final class LiveHeap {
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int BLOCKS_PER_MEGABYTE = 16;

  private static final List<byte[]> BLOCKS = new ArrayList<>();

  private LiveHeap() {}

  /** Makes so many megabytes live in this process. */
  static void fill(int megabytes) {
    SplittableRandom random = new SplittableRandom(megabytes);
    for (int i = 0; i < megabytes * BLOCKS_PER_MEGABYTE; i++) {
      byte[] block = new byte[BLOCK_BYTES];
      random.nextBytes(block);
      BLOCKS.add(block);
    }
    System.gc();
  }

  /** Reads every byte. */
  static long sum() {
    long sum = 0;
    for (byte[] block : BLOCKS) {
      for (byte value : block) {
        sum += value;
      }
    }
    return sum;
  }
}
