package io.forkpool.core.sync;

import io.forkpool.core.broker.Message;

/** What is asked of a lock. The first number is the asking thread's id, the second a condition. */
enum LockCall {
  /** Wait for it; do not take it if it is inconsistent. */
  TAKE,
  /** Wait for it; take it even if it is inconsistent. */
  TAKE_TO_REPAIR,
  /** Take it if it is free, and not inconsistent. */
  TRY,
  /** Give it back. */
  GIVE_BACK,
  /** It is consistent again. */
  REPAIRED,
  /** Give it back, wait for a signal, and then for the lock. */
  AWAIT,
  /** Wait for it after a wait for a signal that was given up. */
  TAKE_AGAIN,
  /** Wake who has waited longest. */
  SIGNAL,
  /** Wake all who wait. */
  SIGNAL_ALL,
  /** Give a new condition's id. */
  NEW_CONDITION,
  /** Tell whether it is held (1 or 0), and whether it is inconsistent. */
  STATE;

  static final LockCall[] ALL = values();

  Message by(Thread thread) {
    return by(thread, 0);
  }

  Message by(Thread thread, long condition) {
    return Message.of(ordinal(), thread.getId(), condition);
  }
}
