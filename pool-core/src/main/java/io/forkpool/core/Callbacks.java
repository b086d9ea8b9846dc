package io.forkpool.core;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which a pool completes futures and tells listeners, so that code of users never
 * runs on a thread that serves a worker. A {@link ForkJoinPool}, since that adds threads while some
 * wait for other futures: a callback may block on the pool. Its threads are daemons, made when
 * needed, and end when idle.
 */
final class Callbacks implements Executor {
  private static final int PARALLELISM = 4;
  private static final int MOST_THREADS = 256;

  private final ForkJoinPool threads;

  Callbacks(String poolName) {
    this.threads =
        new ForkJoinPool(
            PARALLELISM,
            pool -> {
              var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
              thread.setName(poolName + "-callback-" + thread.getPoolIndex());
              return thread;
            },
            null,
            true,
            0,
            MOST_THREADS,
            1,
            null,
            10,
            TimeUnit.SECONDS);
  }

  @Override
  public void execute(Runnable action) {
    threads.execute(action);
  }

  /** Whether the calling thread is one of these. */
  boolean runCurrentThread() {
    return ForkJoinTask.getPool() == threads;
  }
}
