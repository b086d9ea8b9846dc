package io.forkpool.core.dispatch;

import io.forkpool.RetryPolicy;
import io.forkpool.TaskOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of one call, with the pool's defaults filled in.
 *
 * @param timeoutNanos the longest that each of its tasks may run; 0 for no limit
 * @param softLimitNanos how long each may run before it is interrupted; 0 for no limit
 * @param deadlineNanos how long the call may take as a whole; 0 for no limit
 * @param retries how often, when and after what its tasks are run again
 * @param chunkSize how many tasks travel together; 0 to let the pool decide
 */
public record CallOptions(
    long timeoutNanos,
    long softLimitNanos,
    long deadlineNanos,
    RetryPolicy retries,
    int chunkSize) {

  /**
   * Makes call options.
   *
   * @param options what a user has set
   * @return the same for the dispatcher
   */
  public static CallOptions of(TaskOptions options) {
    return new CallOptions(
        nanos(options.timeout()),
        nanos(options.softTimeout()),
        nanos(options.deadline()),
        options.retryPolicy(),
        options.chunkSize().orElse(0));
  }

  /** The longest there is for a limit that is longer. */
  private static long nanos(Optional<Duration> limit) {
    try {
      return limit.map(Duration::toNanos).orElse(0L);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
