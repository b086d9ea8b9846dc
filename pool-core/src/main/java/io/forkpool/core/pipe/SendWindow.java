package io.forkpool.core.pipe;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much a connection may send without an answer.
 *
 * <p>To wait for an answer costs many times what it costs to send a small message. So only some
 * messages are answered: the first, one whenever {@link #BYTES} have been sent since, and long
 * ones. The pipe takes in all in the order in which they were sent, and answers when there is room
 * for what it is asked about, so an answer tells that there was room for all before, too. Hence:
 *
 * <ul>
 *   <li>A sender that is faster than the receiver waits in the next message that is answered; on
 *       the way are at most the pipe's room, and for each sending connection what this allows.
 *   <li>A message that is not answered counts as sent when it is in the hands of the kernel: from
 *       there it arrives, whatever becomes of this process.
 *   <li>That nobody has the other end open any more is said once by an event, and unanswered
 *       messages end with it: the next one is answered, and so is told what has happened.
 * </ul>
 *
 * <p>Thread-safe, without locks.
 */
final class SendWindow {
  /** How much may be sent between two answers. */
  static final long BYTES = 256 * 1024;

  /** A longer message is answered: a socket does not take it at once. */
  static final int LONGEST = 128 * 1024;

  private final Future<?> broken;
  private final AtomicLong left = new AtomicLong();

  /**
   * Begins with nothing: the first message is answered.
   *
   * @param broken done when what is sent reaches nobody any more
   */
  SendWindow(Future<?> broken) {
    this.broken = broken;
  }

  /** Whether a message needs no answer; if so, it counts as sent. */
  boolean admits(int length) {
    return length <= LONGEST && !broken.isDone() && left.addAndGet(-length - Inbox.OVERHEAD) >= 0;
  }

  /** There was room for all that has been sent. */
  void answered() {
    left.set(BYTES);
  }

  /** Wants to know nothing more. */
  void close() {
    broken.cancel(false);
  }
}
