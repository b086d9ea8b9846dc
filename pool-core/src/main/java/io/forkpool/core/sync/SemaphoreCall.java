package io.forkpool.core.sync;

import io.forkpool.core.broker.Message;

/** What is asked of a semaphore. The first number is that of permits. */
enum SemaphoreCall {
  /** Wait for them. */
  ACQUIRE,
  /** Take them if they are there. */
  TRY,
  /** Take what is there, and tell how many. */
  DRAIN,
  /** Give them back. */
  RELEASE,
  /** Tell how many are there. */
  AVAILABLE;

  static final SemaphoreCall[] ALL = values();

  Message of(long permits) {
    return Message.of(ordinal(), permits, 0);
  }
}
