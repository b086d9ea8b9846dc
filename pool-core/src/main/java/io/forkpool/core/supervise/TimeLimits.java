package io.forkpool.core.supervise;

import io.forkpool.core.dispatch.Dispatcher;
import io.forkpool.core.dispatch.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the time of a pool: looks at the running tasks now and then and has those killed that have
 * passed their limit, and has done what is due at a certain moment (retries, deadlines of calls).
 * What a task does at a moment is read from memory that the worker shares, so this costs workers
 * nothing. There is no thread before there is something to do. Thread-safe.
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

  /** How often running tasks are looked at; 0 for not at all. */
  private long period;

  /** Whether something is due earlier than was known when the pause began. */
  private boolean woken;

  private boolean started;
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
      period = wanted;
      wakeThread();
    } finally {
      lock.unlock();
    }
  }

  /** Sees to it that {@link Dispatcher#runDue} is called again at once, to ask what is due next. */
  public void wake() {
    lock.lock();
    try {
      if (!stopped) {
        wakeThread();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wakeThread() {
    woken = true;
    if (started) {
      changed.signal();
      return;
    }
    started = true;
    Thread thread = new Thread(null, this::watch, name + "-time-limits", 256 * 1024);
    thread.setDaemon(true);
    thread.start();
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
    long untilDue = 0;
    while (pause(untilDue)) {
      dispatcher.lanes().enforceTimeouts(ticker.nanos());
      untilDue = dispatcher.runDue();
    }
  }

  /** Sleeps until something is to be done; returns whether it is to be done. */
  private boolean pause(long untilDue) {
    lock.lock();
    try {
      if (!stopped && !woken) {
        changed.awaitNanos(period == 0 ? untilDue : Math.min(period, untilDue));
      }
      woken = false;
      return !stopped;
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    } finally {
      lock.unlock();
    }
  }
}
