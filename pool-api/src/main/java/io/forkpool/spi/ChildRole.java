package io.forkpool.spi;

/** What a child is to its parent: what it shares with it depends on that. */
public enum ChildRole {
  /**
   * Serves its parent. Its last words are kept ({@link ChildHandle#lastErrorLines}); where it is a
   * copy of its parent, it has none of its sockets.
   */
  WORKER,

  /**
   * Is the user's own program. Its stderr is its parent's; where it is a copy of its parent, it has
   * the user's sockets, too.
   */
  PROCESS
}
