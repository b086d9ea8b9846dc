package io.forkpool.core.dispatch;

import io.forkpool.PoolException;
import io.forkpool.RetryPolicy;

/** Whether a task that has failed is run again, and when. */
final class Retries {
  /** Not again. */
  static final long NEVER = -1;

  private Retries() {}

  /**
   * Decides on one task of a chunk. Where it is not run again, its failure is told how often it
   * was.
   *
   * @param failure what the task would fail with
   * @return after how many nanoseconds; 0 for at once, {@link #NEVER} for not again
   */
  static long backoff(Chunk chunk, PoolException failure) {
    RetryPolicy policy = chunk.call.options().retries();
    if (chunk.attempt < policy.retries() && policy.covers(failure)) {
      return policy.backoff(chunk.attempt + 1).toNanos();
    }
    failure.noteAttempts(chunk.attempt + 1);
    return NEVER;
  }
}
