package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The parent's threads are not in the child: there they look dead, and do nothing. */
enum GhostCheck implements ChildCheck {
  GHOSTS_LOOK_DEAD {
    private final List<Thread> threads = new ArrayList<>();

    @Override
    public void inParent() throws Exception {
      threads.add(start("a-sleeper", Wait::forEver));
      threads.add(start("a-spinner", this::count));
      threads.add(start("a-waiter", () -> join(threads.get(0))));
      Wait.until("it waits", () -> threads.get(2).getState() == Thread.State.WAITING);
    }

    @Override
    public void inChild() throws Exception {
      for (Thread thread : threads) {
        check(!thread.isAlive(), thread + " is alive");
        check(thread.getState() == Thread.State.TERMINATED, thread + " " + thread.getState());
        thread.join();
        check(!Thread.getAllStackTraces().containsKey(thread), thread + " is listed");
        check(thread.getStackTrace().length == 0, thread + " has a stack");
      }
    }

    @Override
    public void whileTheChildRuns(int child) {
      for (Thread thread : threads) {
        check(thread.isAlive(), thread + " is dead in the parent");
      }
    }
  },
  GHOSTS_HAVE_NO_OS_THREAD {
    @Override
    public void inParent() {
      start("an-os-thread", Wait::forEver);
    }

    @Override
    public void beforeFork() throws Exception {
      Wait.until("the parent has it", () -> OsThreads.names().contains("an-os-thread"));
    }

    @Override
    public void inChild() throws Exception {
      check(!OsThreads.names().contains("an-os-thread"), "there is an OS thread");
    }
  },
  USER_THREADS_DO_NOT_RUN_TWICE {
    @Override
    public void inParent() throws Exception {
      start("a-counter", this::count);
      new Timer("a-timer", true)
          .schedule(
              new TimerTask() {
                @Override
                public void run() {
                  STEPS.incrementAndGet();
                  if (now != USER_THREADS_DO_NOT_RUN_TWICE) {
                    cancel();
                  }
                }
              },
              1,
              1);
      long before = STEPS.get();
      Wait.until("it counts", () -> STEPS.get() > before);
    }

    @Override
    public void inChild() throws Exception {
      final long before = STEPS.get();
      System.gc();
      for (int i = 0; i < 20; i++) {
        Thread thread = new Thread(Thread::yield);
        thread.start();
        thread.join();
        Thread.sleep(2); // time in which a thread that runs would count
      }
      check(STEPS.get() == before, "a thread of the parent's runs in the child");
    }
  },
  MANY_GHOSTS_STAY_BEHIND {
    private static final int THREADS = 150;

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @Override
    public void inParent() throws Exception {
      CountDownLatch started = new CountDownLatch(THREADS);
      for (int i = 0; i < THREADS; i++) {
        threads.add(
            start(
                "one-of-many",
                () -> {
                  started.countDown();
                  awaitRelease();
                }));
      }
      started.await();
    }

    private void awaitRelease() {
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void inChild() throws Exception {
      check(threads.stream().noneMatch(Thread::isAlive), "one is alive");
      check(!OsThreads.names().contains("one-of-many"), "there is an OS thread");
    }

    @Override
    public void afterChild() throws Exception {
      check(threads.stream().allMatch(Thread::isAlive), "one is dead in the parent");
      release.countDown();
      for (Thread thread : threads) {
        thread.join(20_000);
        check(!thread.isAlive(), "one does not go on in the parent");
      }
    }
  },
  VIRTUAL_THREADS_DO_NOT_RUN_TWICE {
    @Override
    public boolean applies() {
      return StressLoad.hasVirtualThreads();
    }

    @Override
    public void inParent() throws Exception {
      for (int i = 0; i < 20; i++) {
        StressLoad.startVirtual(
            () -> {
              while (now == this) {
                VIRTUAL_STEPS.incrementAndGet();
                StressLoad.sleep();
              }
            });
      }
      long before = VIRTUAL_STEPS.get();
      Wait.until("they count", () -> VIRTUAL_STEPS.get() > before + 40);
    }

    @Override
    public void inChild() throws Exception {
      final long before = VIRTUAL_STEPS.get();
      for (int i = 0; i < 20; i++) {
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        StressLoad.startVirtual(
            () -> {
              StressLoad.sleep(); // time in which others would wake
              ran.complete(true);
            });
        ran.get(20, TimeUnit.SECONDS);
      }
      check(VIRTUAL_STEPS.get() == before, "a virtual thread of the parent's runs in the child");
    }
  },
  THREADS_GO_ON_IN_THE_PARENT {
    @Override
    public void inParent() {
      start("another-counter", this::count);
    }

    @Override
    public void inChild() {}

    @Override
    public void whileTheChildRuns(int child) throws Exception {
      long before = STEPS.get();
      Wait.until("a thread of the parent's has stopped", () -> STEPS.get() > before + 10);
    }
  },
  WHO_WAITS_TO_FORK_IS_A_GHOST_TOO {
    @Override
    public int fork() throws ForkException {
      return whileSomebodyWaits("waits-in-the-parent", super::fork);
    }

    @Override
    public void inChild() throws Exception {
      List<Thread> waiting = new ArrayList<>();
      int grandchild =
          whileSomebodyWaits(
              "waits-in-the-child",
              () -> {
                int pid = Posix.fork();
                if (pid == 0) {
                  Vm.exit(0);
                }
                waiting.addAll(Thread.getAllStackTraces().keySet());
                return pid;
              });
      Native.get().waitpid(grandchild, new int[1], 0);
      waiting.removeIf(thread -> !thread.getName().equals("waits-in-the-child"));
      for (Thread thread : waiting) {
        thread.join(20_000);
        check(!thread.isAlive(), "nobody wakes the next who wants to fork");
      }
    }

    /** Forks with another thread in the queue for the right to. */
    private int whileSomebodyWaits(String name, Fork fork) throws ForkException {
      ForkHook hook =
          new ForkHook() {
            @Override
            public void before() {
              Thread other = start(name, () -> prepare());
              try {
                Wait.until("it waits", () -> other.getState() == Thread.State.WAITING);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            }
          };
      Posix.addForkHook(hook);
      try {
        return fork.make();
      } finally {
        Posix.removeForkHook(hook);
      }
    }

    private void prepare() {
      try {
        Forker.prepare();
      } catch (ForkException e) {
        throw new IllegalStateException(e);
      }
    }
  };

  private static final AtomicLong STEPS = new AtomicLong();
  private static final AtomicLong VIRTUAL_STEPS = new AtomicLong();

  /** The one that is being run: what it has started ends with it. */
  private static volatile GhostCheck now;

  @Override
  public void run() throws Exception {
    now = this;
    try {
      ChildCheck.super.run();
    } finally {
      now = null;
    }
  }

  private interface Fork {
    int make() throws ForkException;
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  void count() {
    while (now == this) {
      STEPS.incrementAndGet();
      Thread.yield();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
