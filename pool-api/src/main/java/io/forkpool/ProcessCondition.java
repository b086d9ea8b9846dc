package io.forkpool;

import java.io.Serializable;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A {@link Condition} of a {@link ProcessLock}: threads of several processes wait for one another's
 * changes. Made by {@link ProcessLock#newCondition()} or {@link Context#condition()}. Thread-safe.
 *
 * <p>All methods need the lock to be held by the calling thread, else they throw {@link
 * IllegalMonitorStateException}. Each {@code await} gives the lock up as often as it is held,
 * waits, and has it again when it ends, whichever way it ends but {@link OwnerLostException}. The
 * one that has waited longest is signalled first. A signal is not lost when the process that it was
 * for ends, or gives up, before it has the lock again: the next that waits gets it.
 *
 * <p>When a process dies while it holds the lock, all that wait are woken, since the change that
 * they wait for may not come any more: {@code await} throws {@link HolderLostException} with the
 * lock held, so that the usual {@code finally} unlocks; or it returns, if somebody has repaired in
 * the meantime. As with every condition, wait in a loop.
 */
public interface ProcessCondition extends Condition, Serializable {

  /**
   * Tells whose condition this is.
   *
   * @return its lock
   */
  ProcessLock lock();

  /**
   * Waits for a signal.
   *
   * @throws InterruptedException if this thread is interrupted
   * @throws HolderLostException if a process died while it held the lock
   */
  @Override
  void await() throws InterruptedException;

  /**
   * Waits for a signal, whether interrupted or not.
   *
   * @throws HolderLostException as {@link #await()}
   */
  @Override
  void awaitUninterruptibly();

  /**
   * Waits for a signal for some time.
   *
   * @param nanos the longest to wait, in nanoseconds
   * @return what was left of that when it ended; 0 or less if the time was over
   * @throws InterruptedException as {@link #await()}
   * @throws HolderLostException as {@link #await()}
   */
  @Override
  long awaitNanos(long nanos) throws InterruptedException;

  /**
   * Waits for a signal for some time.
   *
   * @param time the longest to wait
   * @param unit the unit of {@code time}
   * @return false if the time was over before
   * @throws InterruptedException as {@link #await()}
   * @throws HolderLostException as {@link #await()}
   */
  @Override
  boolean await(long time, TimeUnit unit) throws InterruptedException;

  /**
   * Waits for a signal until some point in time.
   *
   * @param deadline when to stop waiting
   * @return false if that came first
   * @throws InterruptedException as {@link #await()}
   * @throws HolderLostException as {@link #await()}
   */
  @Override
  boolean awaitUntil(Date deadline) throws InterruptedException;

  /** Wakes the thread that has waited longest, if one waits. */
  @Override
  void signal();

  /** Wakes all threads that wait. */
  @Override
  void signalAll();
}
