package io.forkpool.posix;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for a condition, on the calling thread alone: in a child that may be all there is. */
final class Wait {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private Wait() {}

  static void until(String otherwise, Callable<Boolean> condition) throws Exception {
    until(LIMIT_NANOS, otherwise, condition);
  }

  static void until(long limitNanos, String otherwise, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + limitNanos;
    while (!condition.call()) {
      Check.check(System.nanoTime() < deadline, otherwise);
      Thread.sleep(2);
    }
  }

  static void forEver() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
