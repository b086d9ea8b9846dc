package io.forkpool.posix;

/** How much what ghosts are in the middle of stands in the way of a fork. Ascending. */
enum Obstacle {
  /** Not at all. */
  NONE,
  /** It is over in an instant, and worth waiting for; if it is not, the fork need not fail. */
  BRIEF,
  /**
   * A class is being loaded, linked or initialized: a child that needs that class, or another from
   * the same loader, would wait for the ghost for ever. Or a process is being started, and the
   * child would inherit its pipes. The fork waits or fails.
   */
  LOADING;

  Obstacle or(Obstacle other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
