package io.forkpool.core.queue;

import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.Message;

/** What a queue answers. Each constant's place is its code on the wire. */
enum QueueAnswer {
  /** It is done. */
  DONE,
  /** The body is an item. */
  ITEM,
  /** Items lie in the tray of the account. First: how many. */
  LENT,
  /** There is no item. */
  EMPTY,
  /** There is no room. */
  FULL,
  /** The queue is closed; for a taker: and empty. */
  CLOSED,
  /** First is what was asked for. */
  NUMBER,
  /** There is no item that is not dealt with. */
  TOO_OFTEN,
  /** So many items, first, were lost with the processes that took them. */
  LOST,
  /** The request was given up; it has done nothing. Not on the wire by its place. */
  CANCELLED;

  private static final QueueAnswer[] ALL = values();

  private final Message plain = Message.of(ordinal());

  static QueueAnswer of(Message answer) {
    return answer.code() == Answer.CANCELLED ? CANCELLED : ALL[answer.code()];
  }

  Message message() {
    return plain;
  }

  Message message(long first) {
    return Message.of(ordinal(), first, 0);
  }

  Message message(long first, byte[] body) {
    return new Message(ordinal(), first, 0, body);
  }
}
