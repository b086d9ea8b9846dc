package io.forkpool.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** Forks while another thread holds a monitor and a ReentrantLock; prints what is reported. */
final class HeldLockProgram {
  private static final Object MONITOR = new Object();
  private static final ReentrantLock LOCK = new ReentrantLock();

  private HeldLockProgram() {}

  public static void main(String[] args) throws Exception {
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
    List<HeldLock> reported = new ArrayList<>();
    ForkOptions options =
        ForkOptions.isolated().withHeldLocks(HeldLockPolicy.WARN, reported::addAll);
    ForkedChild child = Forker.fork(new ForkRequest(() -> {}, options));
    Native.get().waitpid(child.pid(), new int[1], 0);
    reported.forEach(lock -> System.out.println("reported: " + lock));
    try {
      Forker.fork(options.withHeldLocks(HeldLockPolicy.FAIL, locks -> {}));
      System.out.println("not refused");
    } catch (ForkException e) {
      System.out.println("refused: " + e.getMessage());
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
