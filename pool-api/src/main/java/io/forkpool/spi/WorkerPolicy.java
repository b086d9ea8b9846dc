package io.forkpool.spi;

import io.forkpool.WorkerLimits;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many workers a pool has at the least, and when they are replaced or leave; {@link
 * io.forkpool.Pool.Builder} has checked the ranges. Immutable.
 *
 * @param minWorkers how many workers there are even if there is nothing to do
 * @param idleTimeout how long a further worker waits for a task before it leaves; empty for ever
 * @param maxAge at which age a worker is replaced; empty for never
 * @param maxMemory how many bytes a worker may keep before it is replaced; empty for no limit
 * @param limits what each worker may take from the machine
 */
public record WorkerPolicy(
    int minWorkers,
    Optional<Duration> idleTimeout,
    Optional<Duration> maxAge,
    OptionalLong maxMemory,
    WorkerLimits limits) {

  /**
   * Checks the components.
   *
   * @param minWorkers how many workers there are even if there is nothing to do
   * @param idleTimeout how long a further worker waits for a task before it leaves; empty for ever
   * @param maxAge at which age a worker is replaced; empty for never
   * @param maxMemory how many bytes a worker may keep before it is replaced; empty for no limit
   * @param limits what each worker may take from the machine
   */
  public WorkerPolicy {
    Objects.requireNonNull(idleTimeout, "idleTimeout");
    Objects.requireNonNull(maxAge, "maxAge");
    Objects.requireNonNull(maxMemory, "maxMemory");
    Objects.requireNonNull(limits, "limits");
  }
}
