package io.forkpool.core.supervise;

import io.forkpool.spi.ChildHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time that a worker has to be ready: when it is over the process is killed, which wakes
 * whoever waits for it. Of being in time and being late exactly one happens. Thread-safe.
 */
final class StartLimit {
  private enum State {
    RUNNING,
    MET,
    PASSED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final Optional<Duration> limit;

  private StartLimit(Optional<Duration> limit) {
    this.limit = limit;
  }

  /** Begins to count. */
  static StartLimit of(Optional<Duration> limit, ChildHandle child) {
    StartLimit counting = new StartLimit(limit);
    limit.ifPresent(
        duration ->
            CompletableFuture.delayedExecutor(nanos(duration), TimeUnit.NANOSECONDS)
                .execute(() -> counting.pass(child)));
    return counting;
  }

  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private void pass(ChildHandle child) {
    if (state.compareAndSet(State.RUNNING, State.PASSED)) {
      child.kill();
    }
  }

  /** The worker is ready; returns whether in time. */
  boolean met() {
    return state.compareAndSet(State.RUNNING, State.MET);
  }

  /** What has become of a worker that is not ready: that it was late, or else what is given. */
  String orElse(String otherwise) {
    return state.get() == State.PASSED
        ? "was killed since it was not ready within "
            + limit.orElseThrow()
            + " (startTimeout; does its initializer hang?)"
        : otherwise;
  }
}
