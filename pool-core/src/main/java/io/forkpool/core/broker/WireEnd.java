package io.forkpool.core.broker;

/** Who is told what comes by a wire, on the loop's thread. */
interface WireEnd {

  /** The wire is there; nothing has been read. */
  void opened(Wire wire);

  /** Frames follow. */
  default void begin() {}

  /**
   * A frame has come.
   *
   * @throws MalformedRequestException if the other side must not send that: it is disconnected
   */
  void received(BrokerFrame frame);

  /** No more frames for now. */
  default void finish() {}

  /** The connection has ended; this comes last, and once. */
  void ended(Exception cause);
}
