package io.forkpool.bench.measure;

/** Keeps measurements honest: what was computed must be right. */
public final class Results {
  private Results() {}

  /**
   * Ends the measurement where a result is wrong: its figure would mean nothing.
   *
   * @param expected what it should be
   * @param actual what it is
   * @param what names it in the message
   * @throws IllegalStateException if they differ
   */
  public static void requireEqual(Object expected, Object actual, String what) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException(
          "WRONG: %s is %s instead of %s".formatted(what, actual, expected));
    }
  }
}
