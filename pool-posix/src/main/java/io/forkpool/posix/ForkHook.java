package io.forkpool.posix;

/**
 * What a library does around forks, as Python's {@code os.register_at_fork}. Each method runs on
 * the forking thread. Registered by {@link Posix#addForkHook}.
 */
public interface ForkHook {

  /** Before a fork; hooks run in the reverse order of their registration. */
  default void before() {}

  /** After a fork, in the parent, also when there is no child; in the order of registration. */
  default void afterInParent() {}

  /**
   * After a fork, in the child, before anything else runs there; in the order of registration. The
   * other threads of the parent are dead by then.
   */
  default void afterInChild() {}
}
