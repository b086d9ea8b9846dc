package io.forkpool.core.supervise;

import io.forkpool.core.dispatch.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps a pool whose workers keep dying from doing nothing but starting processes, and finds out
 * when they cannot be started at all. A worker that is lost is replaced at once, as long as no more
 * than a burst is lost in a second. Thread-safe.
 */
final class RestartLimiter {
  private static final long WINDOW_NANOS = 1_000_000_000;

  /** How many starts in a row may fail before the pool gives up. */
  private static final int MOST_FAILED_STARTS = 3;

  private final Ticker ticker;
  private final int burst;
  private final Deque<Long> losses = new ArrayDeque<>();
  private int failedStarts;
  private long lastFailure;

  RestartLimiter(int workers, Ticker ticker) {
    this.ticker = ticker;
    this.burst = Math.max(20, 5 * workers);
  }

  /** Takes note of a loss; returns how long to wait before the replacement is started. */
  synchronized long lost() {
    long now = ticker.nanos();
    while (!losses.isEmpty() && now - losses.peek() >= WINDOW_NANOS) {
      losses.remove();
    }
    long wait = losses.size() < burst ? 0 : WINDOW_NANOS - (now - losses.peek());
    losses.add(now);
    return wait;
  }

  synchronized void started() {
    failedStarts = 0;
  }

  /** Takes note that a start begins; returns what {@link #startFailed} wants to know of it. */
  long starting() {
    return ticker.nanos();
  }

  /**
   * Takes note of a start that failed. One that had begun before the last failure is not counted:
   * whatever ended that one, a fork server's death for instance, has ended all that were under way.
   *
   * @param begun what {@link #starting} has given
   * @return whether to give up
   */
  synchronized boolean startFailed(long begun) {
    if (failedStarts == 0 || begun - lastFailure >= 0) {
      failedStarts++;
      lastFailure = ticker.nanos();
    }
    return failedStarts >= MOST_FAILED_STARTS;
  }
}
