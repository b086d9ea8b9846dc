package io.forkpool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Options of the calls that are made through a view of a pool, {@link Pool#with}. Immutable.
 *
 * <pre>{@code
 * pool.with(TaskOptions.defaults().withTimeout(Duration.ofSeconds(5)).withRetries(2)).apply(task);
 * }</pre>
 */
public final class TaskOptions {
  private static final TaskOptions DEFAULTS = new TaskOptions(null, 0, 0);

  private final Duration timeout;
  private final int retries;
  private final int chunkSize;

  private TaskOptions(Duration timeout, int retries, int chunkSize) {
    this.timeout = timeout;
    this.retries = retries;
    this.chunkSize = chunkSize;
  }

  /**
   * The options of a pool that is not a view: the pool's own time limit, no retries, chunks sized
   * by the pool.
   *
   * @return the default options, never null
   */
  public static TaskOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets the longest that each task may run. In a {@code map} the limit is per task, not per chunk.
   * A worker whose task runs longer is killed, and the task fails with {@link
   * TaskTimeoutException}.
   *
   * @param limit the limit, positive
   * @return options with that limit
   * @throws IllegalArgumentException if {@code limit} is not positive
   */
  public TaskOptions withTimeout(Duration limit) {
    return new TaskOptions(requirePositive(limit), retries, chunkSize);
  }

  /**
   * Sets how often a task may be run again after its worker was lost ({@link WorkerLostException}).
   * A task that throws or times out is not run again. Opt-in, because such a task may have done
   * part of its work.
   *
   * @param count how often, at least 0
   * @return options with that many retries
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public TaskOptions withRetries(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + count);
    }
    return new TaskOptions(timeout, count, chunkSize);
  }

  /**
   * Sets how many inputs of a {@code map} travel together.
   *
   * @param size the exact size of every chunk but the last, at least 1
   * @return options with that chunk size
   * @throws IllegalArgumentException if {@code size} is less than 1
   */
  public TaskOptions withChunkSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a chunk needs at least 1 task, not " + size);
    }
    return new TaskOptions(timeout, retries, size);
  }

  /**
   * Tells the longest that each task may run.
   *
   * @return the limit; empty if the pool's own holds
   */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /**
   * Tells how often a task may be run again after its worker was lost.
   *
   * @return the number of retries, at least 0
   */
  public int retries() {
    return retries;
  }

  /**
   * Tells how many inputs travel together.
   *
   * @return the chunk size; empty if the pool sizes chunks itself
   */
  public OptionalInt chunkSize() {
    return chunkSize == 0 ? OptionalInt.empty() : OptionalInt.of(chunkSize);
  }

  static Duration requirePositive(Duration limit) {
    Objects.requireNonNull(limit, "timeout");
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a time limit must be positive: " + limit);
    }
    return limit;
  }

  @Override
  public String toString() {
    return "TaskOptions[timeout=%s, retries=%d, chunkSize=%s]"
        .formatted(
            timeout == null ? "the pool's" : timeout,
            retries,
            chunkSize == 0 ? "automatic" : chunkSize);
  }
}
