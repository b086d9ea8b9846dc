package io.forkpool.posix;

/** What a fork does when other threads hold locks, which nobody can unlock in the child. */
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
