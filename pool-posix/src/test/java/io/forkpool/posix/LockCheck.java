package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A lock of the JDK's that another thread holds for a while is waited for. */
enum LockCheck implements ChildCheck {
  IS_WAITED_FOR_ALTHOUGH_IT_WAS_ONCE_HELD_FOR_LONG {
    private volatile boolean forked;

    @Override
    public void inParent() throws Exception {
      Thread forking = Thread.currentThread();
      beginToAppend(
          () -> {
            while (!isPausing(forking)) {
              Thread.onSpinWait();
            }
          });
      int child = Forker.fork(new ForkRequest(() -> {}, ForkOptions.isolated())).pid();
      awaitEnd(child); // it was made all the same: the lock was held for too long
    }

    @Override
    public void beforeFork() {
      forked = true;
    }

    /** Whether the check's fork has found the lock held, and lets the others go on for a while. */
    private boolean isPausing(Thread forking) {
      return forking.getState() == Thread.State.TIMED_WAITING && forked;
    }

    @Override
    public void inChild() throws Exception {
      checkIsFree();
    }
  },
  IS_WAITED_FOR_ALTHOUGH_ITS_HOLDER_HAS_LOADED_A_CLASS_FOR_LONG {
    @Override
    public void inParent() throws Exception {
      Object slow =
          slow(
              () -> {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
                while (System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
              });
      start(
          () -> {
            SlowlyInitialized.touch();
            SHARED.append(slow);
          });
      check(INITIALIZING.await(20, TimeUnit.SECONDS), "nobody initializes");
    }

    @Override
    public void inChild() throws Exception {
      checkIsFree();
    }
  },
  /** As where its holder gets a processor often, and for a moment only. */
  IS_WAITED_FOR_UNTIL_ITS_HOLDER_HAS_RUN_FOR_LONG {
    @Override
    public void inParent() throws Exception {
      SystemCalls.usleep(1); // is loaded, which takes its holder's time, before it is measured
      beginToAppend(
          () -> {
            for (int run = 0; run < 2 * Patience.CHANCES; run++) {
              long cpu = THREADS.getCurrentThreadCpuTime();
              while (THREADS.getCurrentThreadCpuTime() - cpu < 500_000) {
                Thread.onSpinWait();
              }
              SystemCalls.usleep(15_000);
            }
          });
    }

    @Override
    public void inChild() throws Exception {
      checkIsFree();
    }
  };

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final StringBuffer SHARED = new StringBuffer();
  private static final CountDownLatch INITIALIZING = new CountDownLatch(1);

  /** Longer than anybody waits for a lock that is free at once. */
  private static final class SlowlyInitialized {
    static {
      INITIALIZING.countDown();
      StressLoad.sleep(800);
    }

    static void touch() {}
  }

  /** Takes its time to be appended, and the buffer is locked for so long. */
  private static Object slow(Runnable work) {
    return new Object() {
      @Override
      public String toString() {
        work.run();
        return "appended";
      }
    };
  }

  private static void beginToAppend(Runnable work) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Object slow =
        slow(
            () -> {
              begun.countDown();
              work.run();
            });
    start(() -> SHARED.append(slow));
    check(begun.await(20, TimeUnit.SECONDS), "nobody appends");
  }

  static void checkIsFree() throws Exception {
    Thread appending = start(() -> SHARED.append("too"));
    appending.join(20_000);
    check(!appending.isAlive(), "the lock is held for ever");
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
