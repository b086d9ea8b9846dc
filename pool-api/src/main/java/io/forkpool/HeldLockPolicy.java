package io.forkpool;

/**
 * What a {@code fork} does when other threads of this program hold locks, which nobody can unlock
 * in the child: only the thread that forks is there.
 */
public enum HeldLockPolicy {
  /** Goes on, with a warning in the log of {@code io.forkpool.posix}. */
  WARN,
  /**
   * Makes no child: the fork throws. Also looks for every {@link
   * java.util.concurrent.locks.ReentrantLock} and its like, which takes a walk through the heap
   * (about a second for each gigabyte).
   */
  FAIL
}
