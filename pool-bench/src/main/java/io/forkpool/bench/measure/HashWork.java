package io.forkpool.bench.measure;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Work for a processor that cannot be shortened: rounds of SHA-256, each over the last one's hash.
 */
public final class HashWork {
  /**
   * A system property that says how many rounds take a millisecond, so that several JVMs have the
   * same work to do: each would find another number.
   */
  public static final String ROUNDS_PER_MILLI = "forkpool.bench.roundsPerMilli";

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
   * Finds how many rounds take a millisecond in this JVM, unless {@link #ROUNDS_PER_MILLI} says it.
   * Many short calls, as tasks are: one long call would be measured in code that is replaced in the
   * middle of a loop, several times slower.
   *
   * @return at least 1
   */
  public static int roundsPerMilli() {
    Integer told = Integer.getInteger(ROUNDS_PER_MILLI);
    return told != null ? told : calibrate();
  }

  private static int calibrate() {
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
