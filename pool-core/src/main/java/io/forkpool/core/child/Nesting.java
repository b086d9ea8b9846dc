package io.forkpool.core.child;

import io.forkpool.PoolException;

/** How deep in pools and processes within each other this process is. */
public final class Nesting {
  /** How deep they may be: a pool whose tasks make pools would else fill the machine. */
  public static final String MAX_DEPTH = "forkpool.maxDepth";

  private static final int DEFAULT_MAX_DEPTH = 3;

  private static volatile int depth;

  private Nesting() {}

  /**
   * Tells how many pools and processes are above this process.
   *
   * @return 0 in a program that was started by hand
   */
  public static int depth() {
    return depth;
  }

  /**
   * Tells the depth of what this process is about to start.
   *
   * @param what what that is, for the message
   * @return one more than its own
   * @throws PoolException if that is too deep
   */
  public static int next(String what) {
    int next = depth + 1;
    int most = Integer.getInteger(MAX_DEPTH, DEFAULT_MAX_DEPTH);
    if (next > most) {
      throw new PoolException(
          what
              + " at depth "
              + next
              + " of pools and processes within each other; the limit is "
              + most
              + ", set by -D"
              + MAX_DEPTH);
    }
    return next;
  }

  static void enter(int ownDepth) {
    depth = ownDepth;
  }
}
