package io.forkpool.core.dispatch;

/**
 * How many tasks travel together: as many as take {@link #TARGET_NANOS}, by the measured duration
 * of tasks before; fewer towards the end, so that no worker gets a large last chunk while others
 * idle (guided self-scheduling: Polychronopoulos and Kuck, 1987). Guarded by the dispatcher's lock.
 */
final class ChunkSizer {
  /** Long against the cost of a hand-off (some 20 us), short against a batch. */
  private static final long TARGET_NANOS = 3_000_000;

  /** A size never grows faster than this, since the first tasks may not be like the next. */
  private static final int GROWTH = 8;

  /** The weight of the newest measurement in the mean. */
  private static final double NEWEST = 0.4;

  private double nanosPerTask = -1;
  private int last;

  /** Takes note of how long a chunk took. */
  void measured(int tasks, long nanos) {
    double measured = (double) nanos / tasks;
    nanosPerTask = nanosPerTask < 0 ? measured : nanosPerTask + NEWEST * (measured - nanosPerTask);
  }

  /**
   * The size of the next chunk.
   *
   * @param left how many tasks are left, as far as that is known, at least 1
   * @param workers how many share them
   */
  int next(long left, int workers) {
    double wanted = nanosPerTask < 0 ? 1 : TARGET_NANOS / Math.max(nanosPerTask, 1);
    double grown = last == 0 ? 1 : (double) last * GROWTH;
    double share = Math.ceil(left / (2.0 * workers));
    last = (int) Math.max(1, Math.min(Math.min(wanted, grown), share));
    return last;
  }

  /** How long so many tasks are expected to take; -1 if nothing was measured yet. */
  long expectedNanos(int tasks) {
    return nanosPerTask < 0 ? -1 : (long) (nanosPerTask * tasks);
  }
}
