package io.forkpool;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;

/**
 * A flag between processes that can be waited for. Made by {@link Context#event()}, not set at
 * first. ({@link java.util.concurrent.CountDownLatch} of 1 comes nearest, which cannot be cleared.)
 * Thread-safe.
 *
 * <p>All methods throw {@link OwnerLostException}, also while they wait, if the process that made
 * the event has ended.
 */
public interface ProcessEvent extends Serializable {

  /** Sets it, and wakes all that wait. When this has returned, every process finds it set. */
  void set();

  /** Clears it: who waits from now on waits for the next {@link #set()}. */
  void clear();

  /**
   * Tells whether it is set, at this moment.
   *
   * @return true if it is
   */
  boolean isSet();

  /**
   * Waits until it is set; returns at once if it is.
   *
   * @throws InterruptedException if this thread is interrupted
   */
  void await() throws InterruptedException;

  /**
   * Waits for some time until it is set.
   *
   * @param timeout the longest to wait
   * @param unit the unit of {@code timeout}
   * @return false if the time was over before
   * @throws InterruptedException if this thread is interrupted
   */
  boolean await(long timeout, TimeUnit unit) throws InterruptedException;
}
