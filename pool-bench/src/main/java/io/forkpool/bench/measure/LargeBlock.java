package io.forkpool.bench.measure;

import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * A large array whose content can be changed and looked at by a few bytes, spread over all of it.
 */
public final class LargeBlock {
  private static final int STAMPS = 1024;

  /** Kept, so that a worker that returns it pays for no allocation; one for each process. */
  private static byte[] kept = new byte[0];

  private LargeBlock() {}

  /**
   * What is seen of a block.
   *
   * @param length its length
   * @param hash a hash of the stamped bytes and their places
   */
  public record Glance(int length, long hash) {}

  public static void stamp(byte[] block, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < STAMPS; i++) {
      block[place(block, i)] = (byte) random.nextInt();
    }
  }

  public static synchronized byte[] stamped(long seed, int length) {
    if (kept.length != length) {
      kept = new byte[length];
    }
    stamp(kept, seed);
    return kept;
  }

  public static Glance glance(byte[] block) {
    long hash = 0;
    for (int i = 0; i < STAMPS; i++) {
      hash = hash * 31 + block[place(block, i)];
    }
    return new Glance(block.length, hash);
  }

  public static long checksum(byte[] block) {
    CRC32 crc = new CRC32();
    crc.update(block);
    return crc.getValue();
  }

  private static int place(byte[] block, int i) {
    return (int) ((long) i * (block.length - 1) / (STAMPS - 1));
  }
}
