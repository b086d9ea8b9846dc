package io.forkpool.core.child;

/** Nobody loads it but by its name, and nobody may initialize it. */
final class Unloaded {
  static {
    fail();
  }

  private Unloaded() {}

  private static void fail() {
    throw new AssertionError("it was initialized");
  }
}
