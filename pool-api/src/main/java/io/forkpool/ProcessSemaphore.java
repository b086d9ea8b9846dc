package io.forkpool;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;

/**
 * A {@link java.util.concurrent.Semaphore} between processes, fair: who waits gets permits in the
 * order of asking. Made by {@link Context#semaphore(int)} or {@link Context#boundedSemaphore(int)}.
 * Thread-safe.
 *
 * <p><b>A process that dies</b>, or exits, with permits gives them back: what it has acquired and
 * not released is there for others again, at once. Permits may also be released by another process
 * than the one that acquired them, and before anybody has acquired them, as with {@code
 * java.util.concurrent}; a semaphore that is used so carries signals, and what its users have
 * acquired is not theirs but used up. Therefore from the first time that a process releases more
 * than it has, nothing is given back for the dead any more.
 *
 * <p>All methods throw {@link OwnerLostException}, also while they wait, if the process that made
 * the semaphore has ended. Those with a number of permits throw {@link IllegalArgumentException} if
 * it is negative, or, when acquiring from a bounded semaphore, more than it ever has.
 */
public interface ProcessSemaphore extends Serializable {

  /**
   * Acquires a permit, waiting for it.
   *
   * @throws InterruptedException if this thread is interrupted; it has not acquired then
   */
  default void acquire() throws InterruptedException {
    acquire(1);
  }

  /**
   * Acquires permits, all at once, waiting for them.
   *
   * @param permits how many
   * @throws InterruptedException if this thread is interrupted; it has not acquired then
   */
  void acquire(int permits) throws InterruptedException;

  /** Acquires a permit, waiting for it whether interrupted or not. */
  default void acquireUninterruptibly() {
    acquireUninterruptibly(1);
  }

  /**
   * Acquires permits, all at once, waiting for them whether interrupted or not.
   *
   * @param permits how many
   */
  void acquireUninterruptibly(int permits);

  /**
   * Acquires a permit if one is there, also before those who wait.
   *
   * @return whether it has
   */
  default boolean tryAcquire() {
    return tryAcquire(1);
  }

  /**
   * Acquires permits if they are there, also before those who wait.
   *
   * @param permits how many
   * @return whether it has
   */
  boolean tryAcquire(int permits);

  /**
   * Acquires a permit, waiting for some time.
   *
   * @param timeout the longest to wait
   * @param unit the unit of {@code timeout}
   * @return whether it has
   * @throws InterruptedException if this thread is interrupted; it has not acquired then
   */
  default boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
    return tryAcquire(1, timeout, unit);
  }

  /**
   * Acquires permits, all at once, waiting for some time.
   *
   * @param permits how many
   * @param timeout the longest to wait
   * @param unit the unit of {@code timeout}
   * @return whether it has
   * @throws InterruptedException if this thread is interrupted; it has not acquired then
   */
  boolean tryAcquire(int permits, long timeout, TimeUnit unit) throws InterruptedException;

  /**
   * Acquires all that are there.
   *
   * @return how many that were; at most {@link Integer#MAX_VALUE}
   */
  int drainPermits();

  /**
   * Releases a permit.
   *
   * @throws IllegalStateException as {@link #release(int)}
   */
  default void release() {
    release(1);
  }

  /**
   * Releases permits. When this has returned, every process finds them released.
   *
   * @param permits how many
   * @throws IllegalStateException if the semaphore is bounded, and would have more than it had in
   *     the beginning; nothing is released then
   */
  void release(int permits);

  /**
   * Tells how many permits there are, at this moment.
   *
   * @return how many; at most {@link Integer#MAX_VALUE}
   */
  int availablePermits();
}
