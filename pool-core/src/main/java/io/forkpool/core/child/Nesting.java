package io.forkpool.core.child;

/** How deep in pools within pools this process is. */
public final class Nesting {
  private static volatile int depth;

  private Nesting() {}

  /**
   * Tells how many pools are above this process.
   *
   * @return 0 in a program that was started by hand
   */
  public static int depth() {
    return depth;
  }

  static void enter(int poolDepth) {
    depth = poolDepth;
  }
}
