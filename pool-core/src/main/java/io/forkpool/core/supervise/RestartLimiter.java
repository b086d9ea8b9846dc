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

  /**
   * How many more starts in a row may fail than there are workers before the pool gives up: all
   * that start at a moment may be killed at once, and say nothing of the next.
   */
  private static final int MORE_FAILED_STARTS = 2;

  private final Ticker ticker;
  private final int burst;
  private final Deque<Long> losses = new ArrayDeque<>();
  private final int mostFailedStarts;
  private int failedStarts;

  RestartLimiter(int workers, Ticker ticker) {
    this.ticker = ticker;
    this.burst = Math.max(20, 5 * workers);
    this.mostFailedStarts = workers + MORE_FAILED_STARTS;
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

  /** Takes note of a start that failed; returns whether to give up. */
  synchronized boolean startFailed() {
    return ++failedStarts >= mostFailedStarts;
  }
}
