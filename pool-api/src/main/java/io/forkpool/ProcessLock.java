package io.forkpool;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * A {@link Lock} between processes: at most one thread of one of them holds it. Made by {@link
 * Context#lock()} or {@link Context#reentrantLock()}, passed to other processes as an argument, or
 * captured by what they run. Who waits gets it in the order of asking. Thread-safe.
 *
 * <pre>{@code
 * ProcessLock lock = Context.ofDefault().lock();
 * pool.map(n -> {
 *   lock.lock(() -> Ledger.rollBack());     // runs if a process died while it held the lock
 *   try {
 *     return Ledger.add(n);
 *   } finally {
 *     lock.unlock();
 *   }
 * }, inputs);
 * }</pre>
 *
 * <p><b>A holder that dies.</b> When a process ends in any way while one of its threads holds the
 * lock, the lock is free again, and <em>inconsistent</em>: what it guards may be half changed. Who
 * waits for it, or asks for it later, by any method that does not take a repair action, gets a
 * {@link HolderLostException} at once, and not the lock. The next who asks by {@link
 * #lock(Runnable)} gets it and runs its action; if that returns, the lock is as good as new for
 * everybody. So nobody waits for the dead, and nobody works on broken data unawares. (POSIX tells
 * the next owner alone, by a result that is easily ignored; .NET throws while the lock is held,
 * which the usual {@code lock(); try ... finally unlock();} never releases. Here such code, which
 * knows nothing of this, stays correct: it fails, and holds nothing.) Where nothing can be broken,
 * {@code lock(() -> {})} says so.
 *
 * <p>A <em>thread</em> that ends while it holds the lock, in a process that lives on, still holds
 * it, as with {@link java.util.concurrent.locks.ReentrantLock}: unlock in a {@code finally}.
 *
 * <p><b>Fork.</b> A lock that a thread holds when its process is forked is still held by that
 * thread, and not by the child: a child that asks for it waits until the parent's thread unlocks.
 *
 * <p>All methods throw {@link OwnerLostException}, also while they wait, if the process that made
 * the lock has ended.
 */
public interface ProcessLock extends Lock, Serializable {

  /**
   * Takes the lock, waiting for it as long as it takes, whether interrupted or not.
   *
   * @throws HolderLostException if the lock is inconsistent; it is not held then
   * @throws IllegalStateException if this thread holds the lock, and it is not re-entrant: it would
   *     wait for itself
   */
  @Override
  void lock();

  /**
   * Takes the lock as {@link #lock()} does, and brings what it guards into order where a process
   * died while it held the lock.
   *
   * @param repair run by this thread, with the lock held, if the lock is inconsistent; not if this
   *     thread holds the lock already. The lock is consistent when it has returned. What it throws
   *     is thrown to the caller; the lock is not held then, and still inconsistent. Stays in this
   *     process
   * @throws IllegalStateException as {@link #lock()}
   */
  void lock(Runnable repair);

  /**
   * Takes the lock, waiting for it unless interrupted.
   *
   * @throws InterruptedException if this thread is interrupted; the lock is not held then
   * @throws HolderLostException as {@link #lock()}
   * @throws IllegalStateException as {@link #lock()}
   */
  @Override
  void lockInterruptibly() throws InterruptedException;

  /**
   * Takes the lock if it is free, or, if re-entrant, held by this thread.
   *
   * @return whether it is held now
   * @throws HolderLostException as {@link #lock()}
   */
  @Override
  boolean tryLock();

  /**
   * Takes the lock, waiting for it for some time.
   *
   * @param time the longest to wait
   * @param unit the unit of {@code time}
   * @return whether it is held now
   * @throws InterruptedException as {@link #lockInterruptibly()}
   * @throws HolderLostException as {@link #lock()}
   * @throws IllegalStateException as {@link #lock()}
   */
  @Override
  boolean tryLock(long time, TimeUnit unit) throws InterruptedException;

  /**
   * Takes the lock, waiting for it for some time, and repairs as {@link #lock(Runnable)} does.
   *
   * @param time the longest to wait
   * @param unit the unit of {@code time}
   * @param repair as for {@link #lock(Runnable)}
   * @return whether it is held now
   * @throws InterruptedException as {@link #lockInterruptibly()}
   * @throws IllegalStateException as {@link #lock()}
   */
  boolean tryLock(long time, TimeUnit unit, Runnable repair) throws InterruptedException;

  /**
   * Gives the lock back. When this has returned, every process finds it free or with its next
   * holder.
   *
   * @throws IllegalMonitorStateException if this thread does not hold the lock
   */
  @Override
  void unlock();

  /**
   * Makes a condition of this lock.
   *
   * @return a new condition, which may be passed to other processes
   */
  @Override
  ProcessCondition newCondition();

  /**
   * Tells whether this thread holds the lock.
   *
   * @return true if it does
   */
  boolean isHeldByCurrentThread();

  /**
   * Tells how often this thread holds the lock.
   *
   * @return the number of {@code unlock}s that it owes; 0 if it does not hold the lock, at most 1
   *     if the lock is not re-entrant
   */
  int getHoldCount();

  /**
   * Tells whether some thread of some process holds the lock, at this moment.
   *
   * @return true if one does
   */
  boolean isLocked();

  /**
   * Tells whether a process died while it held the lock, and nobody has repaired since, at this
   * moment.
   *
   * @return true if the lock is inconsistent
   */
  boolean isInconsistent();
}
