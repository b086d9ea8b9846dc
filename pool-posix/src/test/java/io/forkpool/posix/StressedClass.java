package io.forkpool.posix;

/** Loaded again and again by {@link StressLoad#CLASS_LOADING}. */
public class StressedClass {
  /** Does some arithmetic. */
  public StressedClass() {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += i;
    }
    if (sum != 45) {
      throw new AssertionError(sum);
    }
  }
}
