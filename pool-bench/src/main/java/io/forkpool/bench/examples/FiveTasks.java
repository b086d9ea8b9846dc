package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.Pool;

/**
 * Five tasks of random length. With four workers the fifth waits until one has ended; with five all
 * begin at once.
 */
final class FiveTasks {
  private FiveTasks() {}

  static void run(Context context) {
    System.out.println("Parent process %d.".formatted(ProcessHandle.current().pid()));
    try (Pool pool = context.pool().build()) {
      System.out.println(
          "by default a worker for each processor: %s"
              .formatted(pool.workers() == Runtime.getRuntime().availableProcessors()));
    }
    run(context, 4);
    run(context, 5);
  }

  private static void run(Context context, int workers) {
    System.out.println("Pool of %d workers.".formatted(workers));
    Pool pool = context.pool().workers(workers).build();
    for (int i = 0; i < 5; i++) {
      pool.applyAsync(FiveTasks::task, i);
    }
    try {
      pool.join();
    } catch (IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
    }
    System.out.println("Waiting for all subprocesses done...");
    pool.close();
    pool.join();
    System.out.println("All subprocesses done.");
  }

  private static String task(int name) throws InterruptedException {
    System.out.println("Run task %d (%d)...".formatted(name, ProcessHandle.current().pid()));
    long start = System.nanoTime();
    Thread.sleep((long) (200 + Math.random() * 500));
    System.out.println(
        "Task %d runs %.2f seconds.".formatted(name, (System.nanoTime() - start) / 1e9));
    return "done";
  }
}
