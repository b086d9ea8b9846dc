package io.forkpool.core.queue;

/** How fast a process takes or puts, and so how many items are worth a request. Thread-safe. */
final class Pace {
  /** How much work is sent ahead. */
  private static final long AHEAD_NANOS = 1_000_000;

  private static final int WEIGHT = 4;

  private long meanNanos = AHEAD_NANOS;
  private long answeredAt;
  private int used;

  /**
   * Tells how many items the next request should be for.
   *
   * @param now {@link System#nanoTime} before the request
   * @return what this process uses up in about a millisecond, at least 1
   */
  synchronized int next(long now) {
    if (used > 0) {
      long each = Math.min((now - answeredAt) / used, AHEAD_NANOS);
      meanNanos += (each - meanNanos) / WEIGHT;
    }
    return (int) Math.max(1, Math.min(Account.MOST_ITEMS, AHEAD_NANOS / Math.max(1, meanNanos)));
  }

  /**
   * Notes an answer; the time until then was spent waiting.
   *
   * @param now {@link System#nanoTime} after the answer
   */
  synchronized void answered(long now) {
    used = 0;
    answeredAt = now;
  }

  /** Notes that an item was put or handed out. */
  synchronized void used() {
    used++;
  }
}
