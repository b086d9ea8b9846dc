package io.forkpool.posix;

import com.sun.jna.BriefHolder;
import io.forkpool.HeldLock;
import io.forkpool.HeldLockPolicy;
import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.PoolListener;
import io.forkpool.StartMethod;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Forks while another thread holds a monitor and a ReentrantLock; prints what is reported. */
final class HeldLockProgram {
  private static final Object MONITOR = new Object();
  private static final ReentrantLock LOCK = new ReentrantLock();

  private HeldLockProgram() {}

  public static void main(String[] args) throws Exception {
    besideBriefHolders();
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () -> {
              LOCK.lock();
              synchronized (MONITOR) {
                held.countDown();
                sleep();
              }
            },
            "the-holder");
    holder.setDaemon(true);
    holder.start();
    held.await();
    ForkOptions options = ForkOptions.isolated();
    ForkedChild child = Forker.fork(new ForkRequest(() -> {}, options));
    Native.get().waitpid(child.pid(), new int[1], 0);
    child.heldLocks().forEach(lock -> System.out.println("reported: " + lock));
    try {
      Forker.fork(options.withHeldLocks(HeldLockPolicy.FAIL));
      System.out.println("not refused");
    } catch (ForkException e) {
      System.out.println("refused: " + e.getMessage());
    }
    byAPool();
    Runtime.getRuntime().halt(0);
  }

  /** Forks while a thread of JNA's holds a monitor most of the time, but never for long. */
  private static void besideBriefHolders() throws Exception {
    BriefHolder holder = new BriefHolder();
    Thread thread = new Thread(holder, "brief");
    thread.setDaemon(true);
    thread.start();
    Wait.until("it never begins", () -> holder.steps() > 0);
    for (int i = 0; i < 10; i++) {
      ForkedChild child = Forker.fork(new ForkRequest(() -> {}, ForkOptions.isolated()));
      Native.get().waitpid(child.pid(), new int[1], 0);
      child.heldLocks().forEach(lock -> System.out.println("held briefly: " + lock));
    }
    thread.interrupt();
    thread.join();
    System.out.println("beside a brief holder, steps " + (holder.steps() > 0));
  }

  private static void byAPool() throws Exception {
    CompletableFuture<List<HeldLock>> told = new CompletableFuture<>();
    PoolListener listener =
        new PoolListener() {
          @Override
          public void locksHeldAtFork(long pid, List<HeldLock> locks) {
            told.complete(locks);
          }
        };
    Pool.Builder builder = Pool.builder().workers(1).startMethod(StartMethod.FORK);
    try (Pool pool = builder.listener(listener).build()) {
      pool.apply(() -> true);
      told.get(20, TimeUnit.SECONDS).forEach(lock -> System.out.println("told: " + lock));
    }
    try (Pool pool = builder.forkWithHeldLocks(HeldLockPolicy.FAIL).build()) {
      pool.apply(() -> true);
      System.out.println("the pool forks all the same");
    } catch (PoolException e) {
      System.out.println("pool refused: " + e.getMessage());
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
