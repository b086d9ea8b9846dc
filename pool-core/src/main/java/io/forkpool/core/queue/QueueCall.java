package io.forkpool.core.queue;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Message;

/**
 * What users of a queue say to it. Each constant's place is its code on the wire. {@code account}
 * is the number that {@link #ATTACH} was answered with, or 0.
 */
enum QueueCall {
  /** The body is the path of a {@link io.forkpool.core.channel.Ledger}; answers its number. */
  ATTACH,
  /** Puts the body, waits for room. First: how many places to grant besides; second: account. */
  PUT,
  /** The same, but does not wait. */
  OFFER,
  /** Takes, waits for an item. First: how many items at most; second: account. */
  TAKE,
  /** The same, but does not wait. */
  POLL,
  /** Something was put or handed out without a request; no answer. */
  NEWS,
  /** Asks for the first item, which stays. */
  PEEK,
  /** Asks for the number of items. */
  SIZE,
  /** Asks how many places are left. */
  ROOM,
  /** Drops all items. */
  CLEAR,
  /** An item that this process took is dealt with. */
  TASK_DONE,
  /** Waits until all items are dealt with. */
  AWAIT_TASKS,
  /** Closes the queue. */
  CLOSE,
  /** Asks whether the queue is closed; answers 1 or 0. */
  IS_CLOSED;

  private static final QueueCall[] ALL = values();

  /** What a process has sent. */
  static QueueCall of(int code) {
    if (code < 0 || code >= ALL.length) {
      throw new MalformedRequestException("a queue was sent the code " + code);
    }
    return ALL[code];
  }

  /** Whether it makes no difference to it how many items are in the rings behind the first. */
  boolean leavesTheRings() {
    return this == TAKE || this == POLL || this == NEWS;
  }

  Message message() {
    return Message.of(ordinal());
  }

  Message message(long first, long account) {
    return Message.of(ordinal(), first, account);
  }

  Message message(long first, long account, byte[] body) {
    return new Message(ordinal(), first, account, body);
  }
}
