package io.forkpool;

import java.io.Serializable;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A {@link java.util.concurrent.CyclicBarrier} between processes: a number of threads wait for one
 * another, again and again. Made by {@link Context#barrier(int)} or {@link Context#barrier(int,
 * SerializableRunnable)}. Thread-safe.
 *
 * <p>The barrier breaks if one that waits is interrupted, if its time is over, if its process ends
 * in any way, if the barrier's action throws, or by {@link #reset()}. All others that wait then get
 * a {@link BrokenBarrierException}, and so does who comes later, until {@link #reset()}. A process
 * that ends before it has come to the barrier cannot be told from one that is late: wait with a
 * time limit where that may happen.
 *
 * <p>All methods throw {@link OwnerLostException}, also while they wait, if the process that made
 * the barrier has ended.
 */
public interface ProcessBarrier extends Serializable {

  /**
   * Waits until all parties wait. The last to come runs the barrier's action before the others go
   * on.
   *
   * @return this party's place of arrival: {@code getParties() - 1} for the first, 0 for the last
   * @throws InterruptedException if this thread is interrupted; the barrier is broken then
   * @throws BrokenBarrierException if the barrier is or gets broken
   */
  int await() throws InterruptedException, BrokenBarrierException;

  /**
   * Waits for some time until all parties wait.
   *
   * @param timeout the longest to wait, also for the barrier's action
   * @param unit the unit of {@code timeout}
   * @return as {@link #await()}
   * @throws InterruptedException if this thread is interrupted; the barrier is broken then
   * @throws BrokenBarrierException if the barrier is or gets broken
   * @throws TimeoutException if the time is over; the barrier is broken then
   */
  int await(long timeout, TimeUnit unit)
      throws InterruptedException, BrokenBarrierException, TimeoutException;

  /** Breaks the barrier for those that wait, and makes it as new for those that come. */
  void reset();

  /**
   * Tells whether the barrier is broken, at this moment.
   *
   * @return true if it is
   */
  boolean isBroken();

  /**
   * Tells how many have to come.
   *
   * @return the number of parties
   */
  int getParties();

  /**
   * Tells how many wait, at this moment.
   *
   * @return the number of parties that have come
   */
  int getNumberWaiting();
}
