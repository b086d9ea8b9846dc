package io.forkpool.core.queue;

/**
 * Decides whether a thread that found nothing looks again for a short while, before it lets itself
 * be woken.
 *
 * <p>To be woken costs some 20 us and more, several times what it takes to hand an item over in
 * memory. So it pays to look for as long as that, if what is waited for comes soon. Whether it does
 * is learned: each time it did not, about twice as many waits sleep at once before the next try.
 * Between two looks the processor is given away, should the other side share it. Thread-safe.
 */
final class Patience {
  private static final long NANOS = 50_000;

  /** Where there are items that nobody was sent: the next call may be about to send them. */
  private static final long NANOS_OF_STOCK = 5_000;

  private static final int MOST_SKIPPED = 64;

  private final int mostSkipped;
  private final boolean severalProcessors = Runtime.getRuntime().availableProcessors() > 1;
  private int toSkip;
  private int penalty;

  Patience() {
    this(MOST_SKIPPED);
  }

  /**
   * Sets how dear a look is beside being woken.
   *
   * @param mostSkipped how many waits sleep at once, at most, when many looks were in vain
   */
  Patience(int mostSkipped) {
    this.mostSkipped = mostSkipped;
  }

  /**
   * Tells how long to look for something that is not there yet.
   *
   * @return nanoseconds; 0 to sleep at once
   */
  synchronized long nanos() {
    if (toSkip > 0) {
      toSkip--;
      return 0;
    }
    return severalProcessors ? NANOS : 0;
  }

  /** Tells after which time to hint at an order that could have been delivered. */
  long nanosOfStock() {
    return NANOS_OF_STOCK;
  }

  /** It came. */
  synchronized void paid() {
    penalty /= 2;
  }

  /** It did not. */
  synchronized void wasted() {
    penalty = Math.min(mostSkipped, Math.max(1, penalty * 2));
    toSkip = penalty;
  }
}
