package io.forkpool.core.child;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Interrupts the thread that runs tasks when one of them has passed its soft time limit.
 *
 * <p><b>No other task is hit.</b> Whether a task runs under a limit, until when, and whether it was
 * interrupted is behind one lock. The timer interrupts with the lock held, and only while a task is
 * under way that is due; {@link #end} takes that task away under the same lock. So no interrupt
 * comes after it, and one that came before is cleared there.
 *
 * <p>There is no thread before the first limit. It sleeps until the moment that was due when it
 * looked last: a million short tasks wake it as seldom as one long one.
 */
final class SoftLimit implements Runnable {
  private static final long NEVER = Long.MAX_VALUE;

  private final Thread worker = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private final long origin = System.nanoTime();
  private Thread timer;

  /** When the running task is due; {@link #NEVER} if none is under way, or it was interrupted. */
  private long due = NEVER;

  /** When the timer looks next. */
  private long look = NEVER;

  private boolean interrupted;

  /** A task begins, on the thread that has made this. */
  void begin(long limitNanos) {
    lock.lock();
    try {
      long now = now();
      due = limitNanos < NEVER - now ? now + limitNanos : NEVER;
      interrupted = false;
      if (timer == null) {
        timer = new Thread(null, this, "forkpool-soft-limit", 256 * 1024);
        timer.setDaemon(true);
        timer.start();
      } else if (due < look) {
        sooner.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The task has ended; returns whether it was interrupted. */
  boolean end() {
    lock.lock();
    try {
      due = NEVER;
      if (interrupted) {
        Thread.interrupted();
      }
      return interrupted;
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return System.nanoTime() - origin;
  }

  @Override
  public void run() {
    lock.lock();
    try {
      while (true) {
        long now = now();
        if (due <= now) {
          due = NEVER;
          interrupted = true;
          worker.interrupt();
        }
        look = due;
        sooner.awaitNanos(look - now);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("only a task that looks for this thread can interrupt it", e);
    } finally {
      lock.unlock();
    }
  }
}
