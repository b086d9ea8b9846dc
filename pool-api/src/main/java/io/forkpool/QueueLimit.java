package io.forkpool;

import java.util.Objects;

/**
 * How much may wait in a pool for a worker, and what happens to who brings more; see {@link
 * Pool.Builder#queueLimit}. Immutable.
 *
 * <pre>{@code
 * Pool.builder().queueLimit(QueueLimit.ofTasks(1_000).andBytes(64 << 20)).build();
 * }</pre>
 *
 * <p>What counts are tasks that are encoded and not with a worker: not those that run, and not the
 * few that are sent ahead so that no worker waits. Bytes are those of the encoded arguments and, in
 * single tasks, of the functions. While a worker is idle nothing waits, so no task is refused.
 *
 * <p>Three things may go beyond a limit: one task that is alone larger than the bytes, a chunk of
 * an explicit size ({@link TaskOptions#withChunkSize}) that has begun to fill, and tasks that come
 * back: from a worker that has died, or that had too much ahead while others were idle.
 *
 * @param tasks how many tasks may wait, at least 1; {@link Long#MAX_VALUE} for any number
 * @param bytes how many bytes they may take, at least 1; {@link Long#MAX_VALUE} for any number
 * @param whenFull what happens to who brings more
 */
public record QueueLimit(long tasks, long bytes, WhenFull whenFull) {

  /** What happens to a task for which there is no room. */
  public enum WhenFull {
    /**
     * The thread that brings it waits for room. Those who wait are served in the order in which
     * they came. A wait ends early when the call is cancelled, when the pool is closed, terminated
     * or broken, and when the thread is interrupted: the last gives a {@link PoolException} whose
     * cause is the {@link InterruptedException}.
     */
    BLOCK,

    /**
     * It is refused: the thread that brings it gets a {@link
     * java.util.concurrent.RejectedExecutionException} that says how full the queue is.
     */
    REJECT
  }

  /**
   * Checks the ranges.
   *
   * @param tasks how many tasks may wait, at least 1
   * @param bytes how many bytes they may take, at least 1
   * @param whenFull what happens to who brings more
   * @throws IllegalArgumentException if a number is less than 1
   */
  public QueueLimit {
    if (tasks < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "a queue needs room for at least 1 task and 1 byte, not %d and %d"
              .formatted(tasks, bytes));
    }
    Objects.requireNonNull(whenFull, "whenFull");
  }

  /**
   * A limit of tasks; who brings more waits.
   *
   * @param most how many tasks may wait, at least 1
   * @return a new limit
   * @throws IllegalArgumentException if {@code most} is less than 1
   */
  public static QueueLimit ofTasks(long most) {
    return new QueueLimit(most, Long.MAX_VALUE, WhenFull.BLOCK);
  }

  /**
   * A limit of bytes; who brings more waits.
   *
   * @param most how many bytes the waiting tasks may take, at least 1
   * @return a new limit
   * @throws IllegalArgumentException if {@code most} is less than 1
   */
  public static QueueLimit ofBytes(long most) {
    return new QueueLimit(Long.MAX_VALUE, most, WhenFull.BLOCK);
  }

  /**
   * Limits the bytes, too.
   *
   * @param most how many bytes the waiting tasks may take, at least 1
   * @return this limit with that
   * @throws IllegalArgumentException if {@code most} is less than 1
   */
  public QueueLimit andBytes(long most) {
    return new QueueLimit(tasks, most, whenFull);
  }

  /**
   * Sets what happens to who brings more.
   *
   * @param policy what happens
   * @return this limit with that
   */
  public QueueLimit whenFull(WhenFull policy) {
    return new QueueLimit(tasks, bytes, policy);
  }
}
