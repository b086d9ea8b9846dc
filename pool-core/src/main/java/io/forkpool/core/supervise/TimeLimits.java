package io.forkpool.core.supervise;

import io.forkpool.core.dispatch.Dispatcher;
import io.forkpool.core.dispatch.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at the running tasks from time to time and has those killed that have passed their limit.
 * What a task does at a moment is read from memory that the worker shares, so this costs workers
 * nothing. There is no thread before the first limit is set. Thread-safe.
 */
public final class TimeLimits {
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** A limit is overrun by this part of it at the most, within the bounds above. */
  private static final int PART = 20;

  private final Dispatcher dispatcher;
  private final Ticker ticker;
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long period;
  private boolean stopped;

  /**
   * Makes one that does nothing yet.
   *
   * @param name the pool's name
   * @param dispatcher knows the running tasks
   * @param ticker the time
   */
  public TimeLimits(String name, Dispatcher dispatcher, Ticker ticker) {
    this.name = name;
    this.dispatcher = dispatcher;
    this.ticker = ticker;
  }

  /**
   * Sees to it that a limit will be enforced.
   *
   * @param limitNanos the limit of some tasks; 0 for none
   */
  public void require(long limitNanos) {
    if (limitNanos == 0) {
      return;
    }
    long wanted = Math.min(MOST_NANOS, Math.max(LEAST_NANOS, limitNanos / PART));
    lock.lock();
    try {
      if (stopped || period != 0 && period <= wanted) {
        return;
      }
      if (period == 0) {
        Thread thread = new Thread(null, this::watch, name + "-time-limits", 256 * 1024);
        thread.setDaemon(true);
        thread.start();
      }
      period = wanted;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, if there is one. */
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    while (pause()) {
      dispatcher.lanes().enforceTimeouts(ticker.nanos());
    }
  }

  private boolean pause() {
    lock.lock();
    try {
      if (!stopped) {
        changed.awaitNanos(period);
      }
      return !stopped;
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    } finally {
      lock.unlock();
    }
  }
}
