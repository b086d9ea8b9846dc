package io.forkpool.core.sync;

import io.forkpool.core.broker.Message;

/** What is asked of an event. */
enum EventCall {
  /** Wait until it is set. */
  AWAIT,
  /** Set it. */
  SET,
  /** Clear it. */
  CLEAR,
  /** Tell whether it is set: 1 or 0. */
  IS_SET;

  static final EventCall[] ALL = values();

  Message message() {
    return Message.of(ordinal());
  }
}
