package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.Pool;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that a thread of the parent holds when it forks is never unlocked in the child: that
 * thread is not there. The lock of a spawned child is its own, and free.
 */
final class HeldLock {
  private static final ReentrantLock LOCK = new ReentrantLock();

  private HeldLock() {}

  static void run(Context context) throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread holder = new Thread(() -> hold(held, done));
    holder.start();
    held.await();
    try (Pool pool = context.pool().workers(1).build()) {
      System.out.println("the child gets the lock: " + pool.apply(HeldLock::tryLock));
    }
    done.countDown();
    holder.join();
    System.out.println("the parent gets the lock: " + tryLock());
  }

  private static void hold(CountDownLatch held, CountDownLatch done) {
    LOCK.lock();
    try {
      held.countDown();
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      LOCK.unlock();
    }
  }

  private static String tryLock() throws InterruptedException {
    if (!LOCK.tryLock(300, TimeUnit.MILLISECONDS)) {
      return "no";
    }
    LOCK.unlock();
    return "yes";
  }
}
