package io.forkpool.core.pipe;

import io.forkpool.core.broker.Message;

/** What a pipe answers; the code of a message. */
enum PipeAnswer {
  /** Sent; or ready; first: the ticket, where one was asked for. */
  DONE,
  /** An object: the body. */
  OBJECT,
  /** Bytes: the body. */
  BYTES,
  /** Not ready. */
  NOT_READY,
  /** Nothing to receive, ever. */
  END_OF_STREAM,
  /** Nobody has the other end open. */
  BROKEN,
  /** The end is not open for this connection. */
  CLOSED,
  /** The next message is longer than the limit; first: its length. */
  TOO_LONG,
  /** The next message is an object; first: its length. */
  NOT_BYTES;

  private static final PipeAnswer[] ALL = values();

  int code() {
    return ordinal() + 1;
  }

  Message message() {
    return Message.of(code());
  }

  Message message(long first) {
    return Message.of(code(), first, 0);
  }

  static PipeAnswer of(Message message) {
    int code = message.code();
    if (code < 1 || code > ALL.length) {
      throw new IllegalStateException("a pipe has no answer " + code);
    }
    return ALL[code - 1];
  }
}
