package io.forkpool.core.pipe;

import io.forkpool.core.broker.Message;

/** What a pipe says that nobody has asked for; the code of a message. */
enum PipeEvent {
  /** Something can be received at an end, or its stream has ended; first: the end. */
  READY,
  /** What is sent at an end reaches nobody any more; first: the end. */
  BROKEN;

  Message of(int end) {
    return Message.of(ordinal(), end, 0);
  }

  boolean isCodeOf(Message event) {
    return event.code() == ordinal();
  }
}
