package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * What the JDK's own executors had to do in the parent, the child does not; its own work it does.
 */
enum ExecutorCheck implements ChildCheck {
  COMMON_POOL_FORGETS_ITS_TASKS {
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    public void inParent() throws Exception {
      int workers = ForkJoinPool.getCommonPoolParallelism();
      CountDownLatch busy = new CountDownLatch(workers);
      for (int i = 0; i < workers; i++) {
        ForkJoinPool.commonPool().execute(() -> hold(busy));
      }
      busy.await();
      for (int i = 0; i < 20; i++) {
        ForkJoinPool.commonPool().execute(() -> post("ran in "));
      }
    }

    private void hold(CountDownLatch busy) {
      busy.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void inChild() throws Exception {
      for (int i = 0; i < 10; i++) {
        ForkJoinPool.commonPool().submit(() -> post("new in ")).get(20, TimeUnit.SECONDS);
      }
    }

    @Override
    public void whileTheChildRuns(int child) throws Exception {
      mailbox().await("new in " + child);
    }

    @Override
    public void afterChild() throws Exception {
      check(mailbox().all("ran in ").isEmpty(), "the child ran a task of its parent's");
      release.countDown();
      mailbox().await("ran in " + Posix.getpid());
    }
  },
  DELAYED_TASKS_STAY_BEHIND {
    /** The first is due soon; on a busy machine that may be before there is a child. */
    private static final int[] DUE_MILLIS = {300, 3_000, 12_000};

    private static final int MARGIN_MILLIS = 300;

    private final List<CompletableFuture<String>> late = new ArrayList<>();

    @Override
    public void inParent() {
      for (int millis : DUE_MILLIS) {
        CompletableFuture<String> done = new CompletableFuture<>();
        late.add(done);
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
            .execute(() -> done.complete(post("late in ")));
      }
      new CompletableFuture<>().orTimeout(1, TimeUnit.DAYS);
    }

    /**
     * The first that was not done at the fork is due while there is a child: in the parent only.
     */
    @Override
    public void inChild() throws Exception {
      int next = 0;
      while (late.get(next).isDone()) {
        next++;
      }
      mailbox().post("next", next);
      CompletableFuture<Integer> own = new CompletableFuture<>();
      own.completeOnTimeout(3, DUE_MILLIS[next] + MARGIN_MILLIS, TimeUnit.MILLISECONDS)
          .get(30, TimeUnit.SECONDS);
      check(!late.get(next).isDone(), "the child has done what its parent had scheduled");
    }

    @Override
    public void afterChild() throws Exception {
      late.get(Integer.parseInt(mailbox().await("next"))).get(20, TimeUnit.SECONDS);
    }
  },
  PROCESSES_OF_THE_PARENT_ARE_LEFT_TO_IT {
    private Process process;

    @Override
    public void inParent() throws Exception {
      process = new ProcessBuilder("cat").start();
      process.onExit().thenRun(() -> post("seen in "));
    }

    @Override
    public void inChild() throws Exception {
      check(process.isAlive(), "a process of the parent's is taken to have ended");
      check(new ProcessBuilder("true").start().waitFor() == 0, "exit value");
      CompletableFuture<ProcessHandle> end = process.toHandle().onExit();
      check(!end.isDone(), "a process of the parent's is taken to have ended");
      // Asked for while it is surely there: its parent may end it, and reap it, at once.
      ProcessHandle found = ProcessHandle.of(process.pid()).orElseThrow();
      mailbox().post("waits", "");
      found.onExit().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void whileTheChildRuns(int child) throws Exception {
      mailbox().await("waits");
      process.destroy();
      mailbox().await("seen in " + Posix.getpid());
    }

    @Override
    public void afterChild() throws Exception {
      check(mailbox().all("seen in ").size() == 1, "seen in " + mailbox().all("seen in "));
    }
  };

  Mailbox mailbox() {
    try {
      return Mailbox.of(this);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  String post(String prefix) {
    try {
      mailbox().post(prefix + Posix.getpid(), "");
      return prefix;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
