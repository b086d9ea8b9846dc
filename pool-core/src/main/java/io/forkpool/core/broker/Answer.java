package io.forkpool.core.broker;

/** An answer that may not have come yet. Thread-safe; one thread waits for it. */
public interface Answer {

  /**
   * Waits for it. When the time is over, or the thread is interrupted, the request is cancelled; an
   * answer that was under way then counts. So what this returns is what has happened.
   *
   * @param nanos the longest to wait, in nanoseconds; {@link Long#MAX_VALUE} for ever
   * @return the answer of {@link Resource#handle}, or that of {@link Resource#cancel}
   * @throws InterruptedException if the thread was interrupted, and the request was cancelled
   *     before it was carried out
   * @throws io.forkpool.OwnerLostException if the broker's process has ended
   */
  Message await(long nanos) throws InterruptedException;

  /**
   * Waits for it, whatever happens but the end of the broker's process. An interrupt is kept for
   * later.
   *
   * @return the answer
   * @throws io.forkpool.OwnerLostException if the broker's process has ended
   */
  Message awaitUninterruptibly();

  /** The code that {@link Resource#cancel} answers with, in any resource. */
  int CANCELLED = -2;
}
