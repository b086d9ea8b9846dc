package io.forkpool;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the first of several objects.
 *
 * <p>Each is asked for word ({@link Waitable#onReady}) before it is asked whether it is ready. So
 * one that becomes ready in between is seen by the one or the other; and word that proves wrong,
 * because another thread took the message, costs no more than another round.
 */
final class Selection {
  private Selection() {}

  static <W extends Waitable> List<W> await(Collection<? extends W> objects, Duration limit)
      throws InterruptedException {
    List<W> all = List.copyOf(objects);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("nothing to wait for");
    }
    long deadline = System.nanoTime() + nanos(limit);
    List<W> ready = ready(all);
    long left = deadline - System.nanoTime();
    while (ready.isEmpty() && left > 0) {
      ready = round(all, left);
      left = deadline - System.nanoTime();
    }
    return ready;
  }

  private static <W extends Waitable> List<W> round(List<W> all, long nanos)
      throws InterruptedException {
    Semaphore word = new Semaphore(0);
    List<? extends CompletableFuture<?>> futures = all.stream().map(Waitable::onReady).toList();
    try {
      futures.forEach(future -> future.whenComplete((value, failure) -> word.release()));
      List<W> ready = ready(all);
      if (!ready.isEmpty()) {
        return ready;
      }
      boolean given = word.tryAcquire(nanos, TimeUnit.NANOSECONDS);
      return given ? ready(all) : List.of();
    } finally {
      futures.forEach(future -> future.cancel(false));
    }
  }

  private static <W extends Waitable> List<W> ready(List<W> all) {
    return all.stream().filter(Waitable::isReady).toList();
  }

  /** At most half of what a long holds, so that sums with the clock do not overflow. */
  private static long nanos(Duration limit) {
    Duration most = Duration.ofNanos(Long.MAX_VALUE / 2);
    return limit.isNegative() ? 0 : limit.compareTo(most) > 0 ? most.toNanos() : limit.toNanos();
  }
}
