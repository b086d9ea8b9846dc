package io.forkpool.core.supervise;

import io.forkpool.WorkerLimits;
import io.forkpool.spi.WorkerLimiter;
import java.io.IOException;
import java.util.Optional;

/**
 * The limits of a worker that the kernel enforces, and who has it do so.
 *
 * @param limits the limits, checked
 * @param limiter sets them; empty if there are none
 */
public record ChildLimits(WorkerLimits limits, Optional<WorkerLimiter> limiter) {
  /** No limits. */
  public static final ChildLimits NONE = new ChildLimits(WorkerLimits.none(), Optional.empty());

  /** Sets them. Does nothing if the process has ended. */
  void apply(long pid) throws IOException {
    if (limiter.isPresent()) {
      limiter.get().apply(pid, limits);
    }
  }
}
