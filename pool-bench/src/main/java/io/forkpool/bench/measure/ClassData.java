package io.forkpool.bench.measure;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import java.util.concurrent.TimeUnit;

/**
 * The class-data archive of a pool's workers, which the first program with its class path has made
 * by a process of low priority, beginning about a second after its first start. Starts are to be
 * measured neither before it is there nor while it is made.
 */
public final class ClassData {
  private static final long BEGIN_MILLIS = 2_000;
  private static final long MOST_MILLIS = 60_000;
  private static final long POLL_MILLIS = 100;

  private ClassData() {}

  /**
   * Starts a pool like those that will be measured, and waits until nothing is made any more. A
   * copy of this JVM needs no archive.
   *
   * @param method how workers come to be
   * @param workers how many
   */
  public static void await(StartMethod method, int workers) {
    if (method.equals(StartMethod.FORK)) {
      return;
    }
    FirstResult.millis(Pool.builder().workers(workers).startMethod(method));
    long others = ProcessHandle.current().children().count();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    try {
      Thread.sleep(BEGIN_MILLIS);
      while (ProcessHandle.current().children().count() > others
          && System.nanoTime() - deadline < 0) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a benchmark", e);
    }
  }
}
