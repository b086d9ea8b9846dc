package io.forkpool.core.sync;

import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.Message;

/** What a request for synchronization is answered with. */
enum Reply {
  /** It was given up before it was carried out. */
  CANCELLED(Answer.CANCELLED),
  /** It was carried out; the numbers are what was asked for. */
  DONE(1),
  /** It was not: the lock or the permits are not there, or there would be too many. */
  REFUSED(2),
  /** The lock is not given: a process, whose id comes first, died while it held it. */
  HOLDER_LOST(3),
  /** The lock is given, although a process, whose id comes first, died while it held it. */
  DONE_INCONSISTENT(4),
  /** The barrier is broken. */
  BROKEN(5),
  /** All parties have come; this one is to run the action of the generation that comes first. */
  ACT(6);

  private static final Reply[] ALL = values();
  private final int code;

  Reply(int code) {
    this.code = code;
  }

  static Reply of(Message answer) {
    for (Reply reply : ALL) {
      if (reply.code == answer.code()) {
        return reply;
      }
    }
    throw new IllegalStateException("an answer of an unknown kind: " + answer.code());
  }

  Message message() {
    return Message.of(code);
  }

  Message with(long first) {
    return Message.of(code, first, 0);
  }

  Message with(long first, long second) {
    return Message.of(code, first, second);
  }
}
