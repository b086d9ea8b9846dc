package io.forkpool.core.pipe;

import io.forkpool.core.broker.MalformedRequestException;

/**
 * What connections want of a pipe; the code of a message. Its first number is the {@linkplain
 * PipeResource#place place} of the connection, or a ticket.
 */
enum PipeRequest {
  /** A process opens an end; second: the ticket it came with, or 0. Not answered. */
  ATTACH,
  /** A process closes an end. Not answered. */
  CLOSE,
  /** An object is sent: the body. Answered when there is room for it, or not at all. */
  SEND_OBJECT,
  /** Bytes are sent: the body. Answered as an object is. */
  SEND_BYTES,
  /** The next message is wanted, whatever it is. */
  RECEIVE,
  /** The next message is wanted if it is bytes; second: the most of them. */
  RECEIVE_BYTES,
  /** Whether a message could be received now. */
  POLL,
  /** Wait until a message can be received. */
  AWAIT,
  /** An event is wanted as soon as a message can be received. Not answered. */
  WATCH,
  /** An event is wanted as soon as nobody has the other end open. Not answered. */
  WATCH_PEER,
  /** The end is about to travel; answered with a ticket. */
  ISSUE,
  /**
   * Ticket, process id: the ticket is that child's, which this process looks after. Not answered.
   */
  BIND,
  /** The ticket will not be redeemed: its child has ended. Not answered. */
  DROP,
  /** The ticket's time is over. Not answered. */
  LAPSE;

  private static final PipeRequest[] ALL = values();

  /** Whether it may come without a wish for an answer. */
  boolean mayBeTold() {
    return switch (this) {
      case RECEIVE, RECEIVE_BYTES, POLL, AWAIT, ISSUE -> false;
      default -> true;
    };
  }

  int code() {
    return ordinal() + 1;
  }

  static PipeRequest of(int code) {
    if (code < 1 || code > ALL.length) {
      throw new MalformedRequestException("a pipe has no request " + code);
    }
    return ALL[code - 1];
  }
}
