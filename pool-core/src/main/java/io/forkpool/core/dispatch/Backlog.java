package io.forkpool.core.dispatch;

/**
 * How much waits in a {@link TaskQueue}, and for how long it all has. Guarded by the dispatcher's
 * lock.
 *
 * <p>The time is the integral of the number of waiting tasks: after each task has been taken it is
 * the sum of what each has waited. So no task needs a time stamp of its own.
 */
final class Backlog {
  private final Ticker ticker;
  private long tasks;
  private long bytes;

  /** A long would hold it for a few hours of a long queue only. */
  private double waitedNanos;

  private long since;

  Backlog(Ticker ticker) {
    this.ticker = ticker;
  }

  void add(long moreTasks, long moreBytes) {
    long now = ticker.nanos();
    waitedNanos += (double) tasks * (now - since);
    since = now;
    tasks += moreTasks;
    bytes += moreBytes;
  }

  void remove(long fewerTasks, long fewerBytes) {
    add(-fewerTasks, -fewerBytes);
  }

  long tasks() {
    return tasks;
  }

  long bytes() {
    return bytes;
  }

  /** The sum of what all tasks have waited so far. */
  double waitedNanos() {
    return waitedNanos + (double) tasks * (ticker.nanos() - since);
  }
}
