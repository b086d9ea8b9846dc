package io.forkpool.core.sync;

import io.forkpool.core.broker.Message;

/** What is asked of a barrier. */
enum BarrierCall {
  /** A party has come, and waits. */
  AWAIT,
  /** The action of a generation, whose number comes first, has been run. */
  ACTED,
  /** The action of a generation, whose number comes first, has failed. */
  FAILED,
  /** A party was interrupted before it came. */
  BREAK,
  /** Break it, and make it as new. */
  RESET,
  /** Tell how many wait, and whether it is broken: 1 or 0. */
  STATE;

  static final BarrierCall[] ALL = values();

  Message message() {
    return of(0);
  }

  Message of(long generation) {
    return Message.of(ordinal(), generation, 0);
  }
}
