package io.forkpool.bench.measure;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Work for a processor that cannot be shortened: rounds of SHA-256, each over the last one's hash.
 */
public final class HashWork {
  /**
   * How many rounds take a processor of the 2020s nearly a millisecond. For what is compared across
   * JVMs: they would not find the same number.
   */
  public static final int NEARLY_ONE_MILLI = 3_000;

  private static final int CALIBRATION_ROUNDS = 2_000;
  private static final long CALIBRATION_NANOS = 3_000_000_000L;

  private HashWork() {}

  /**
   * Hashes a seed again and again.
   *
   * @return the first 8 bytes of the last hash
   */
  public static long run(long seed, int rounds) {
    MessageDigest sha256 = sha256();
    byte[] hash = ByteBuffer.allocate(32).putLong(seed).array();
    for (int i = 0; i < rounds; i++) {
      hash = sha256.digest(hash);
    }
    return ByteBuffer.wrap(hash).getLong();
  }

  /**
   * Finds how many rounds take a millisecond in this JVM. Many short calls, as tasks are: one long
   * call would be measured in code that is replaced in the middle of a loop, several times slower.
   */
  public static int roundsPerMilli() {
    long end = System.nanoTime() + CALIBRATION_NANOS;
    long fastest = Long.MAX_VALUE;
    for (long seed = 0; System.nanoTime() - end < 0; seed++) {
      long begun = System.nanoTime();
      run(seed, CALIBRATION_ROUNDS);
      fastest = Math.min(fastest, System.nanoTime() - begun);
    }
    return (int) Math.max(1, CALIBRATION_ROUNDS * 1_000_000L / fastest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
