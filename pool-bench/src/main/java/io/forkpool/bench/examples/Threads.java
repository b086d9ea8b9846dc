package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.posix.Posix;

/** A parent with a thread that sleeps has two threads, its forked child one: the one that forks. */
final class Threads {
  private Threads() {}

  static void run(Context context) throws Exception {
    Thread sleeper = new Thread(Threads::sleep);
    sleeper.start();
    int child = Posix.fork();
    if (child == 0) {
      System.out.println("threads in the child: " + threads());
      System.exit(0);
    }
    Posix.waitpid(child);
    System.out.println("threads in the parent: " + threads());
    sleeper.interrupt();
  }

  /** Those of the program; the JVM's own, and those of libraries, are daemons. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream().filter(each -> !each.isDaemon()).count();
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
