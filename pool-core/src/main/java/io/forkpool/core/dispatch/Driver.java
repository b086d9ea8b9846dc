package io.forkpool.core.dispatch;

/** Who reads what a worker answers. There is a reader exactly while the worker owes an answer. */
enum Driver {
  /** Nobody: the worker is idle. */
  NONE,
  /** The thread of the worker's slot. */
  SLOT,
  /** A thread that waits in {@code apply}: it saves the hand-over between two threads. */
  CALLER
}
