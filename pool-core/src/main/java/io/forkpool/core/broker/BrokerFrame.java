package io.forkpool.core.broker;

/**
 * What travels between a broker and another process.
 *
 * <pre>
 *   0         4      5            13            21      25        33         41
 *   +---------+------+------------+-------------+-------+---------+----------+--------
 *   | length  | kind |  resource  |  operation  | code  |  first  |  second  |  body
 *   +---------+------+------------+-------------+-------+---------+----------+--------
 *    of the body
 * </pre>
 *
 * @param kind what it is
 * @param resource the id of a resource, or 0
 * @param operation tells which request an answer is for; chosen by who asks
 * @param message what is said
 */
record BrokerFrame(FrameKind kind, long resource, long operation, Message message) {
  static final int HEADER_BYTES = 41;

  /** No array is longer, on any JVM. */
  static final int LONGEST_BODY = Integer.MAX_VALUE - 16;
}
