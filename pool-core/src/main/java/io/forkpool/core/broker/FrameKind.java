package io.forkpool.core.broker;

/** What a frame between a broker and another process is. */
enum FrameKind {
  /** The first of each connection: the process id, as the first number. */
  HELLO,
  /** A request that is answered. */
  ASK,
  /** A request that is not. */
  TELL,
  /** A request was given up. */
  CANCEL,
  /** An answer. */
  ANSWER,
  /** An answer: there is no such resource any more. */
  GONE,
  /** What nobody has asked for. */
  EVENT;

  private static final FrameKind[] ALL = values();

  /** Null for a number that is no kind. */
  static FrameKind of(int ordinal) {
    return ordinal >= 0 && ordinal < ALL.length ? ALL[ordinal] : null;
  }
}
