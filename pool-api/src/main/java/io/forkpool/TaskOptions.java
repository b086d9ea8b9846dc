package io.forkpool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Options of the calls that are made through a view of a pool, {@link Pool#with}, or of all calls
 * of a pool, {@link Pool.Builder#taskDefaults}. Immutable.
 *
 * <pre>{@code
 * pool.with(TaskOptions.defaults().withTimeout(Duration.ofSeconds(5)).withRetries(2)).apply(task);
 * }</pre>
 */
public final class TaskOptions {
  private static final TaskOptions DEFAULTS = new TaskOptions(null, null, null, null, 0, null);

  private final Duration timeout;
  private final Duration softTimeout;
  private final Duration deadline;
  private final RetryPolicy retryPolicy;
  private final int chunkSize;
  private final ProgressListener progress;

  private TaskOptions(
      Duration timeout,
      Duration softTimeout,
      Duration deadline,
      RetryPolicy retryPolicy,
      int chunkSize,
      ProgressListener progress) {
    if (timeout != null && softTimeout != null && softTimeout.compareTo(timeout) >= 0) {
      throw new IllegalArgumentException(
          "the soft time limit, "
              + softTimeout
              + ", must be below the time limit, "
              + timeout
              + ": a task needs time to clean up before it is killed");
    }
    this.timeout = timeout;
    this.softTimeout = softTimeout;
    this.deadline = deadline;
    this.retryPolicy = retryPolicy;
    this.chunkSize = chunkSize;
    this.progress = progress;
  }

  /**
   * Options that leave all to the pool: no limits and no retries unless {@link
   * Pool.Builder#taskDefaults} sets them, chunks sized by the pool.
   *
   * @return the default options, never null
   */
  public static TaskOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets the longest that each task may run. In a {@code map} the limit is per task, not per chunk.
   * A worker whose task runs longer is killed, together with the processes that the task has
   * started, and the task fails with {@link TaskTimeoutException}. The limit is never enforced
   * early, and late by at most a twentieth of it or 100 ms, whatever is less, but 2 ms at least.
   *
   * <p>A worker that has nothing else to do and does not begin a task with a limit for as long as
   * that, and 2 seconds at least, is killed, too: a signal has stopped it, say. That task has not
   * run, so it does not fail: another worker runs it.
   *
   * <p>Of the processes that a task has started those are killed that descend from the worker when
   * it is killed: not one whose own parent has ended before (a daemon), since nobody can tell any
   * more where it came from.
   *
   * @param limit the limit, positive
   * @return options with that limit
   * @throws IllegalArgumentException if {@code limit} is not positive, or not above the soft limit
   */
  public TaskOptions withTimeout(Duration limit) {
    return new TaskOptions(
        Durations.requirePositive("a time limit", limit),
        softTimeout,
        deadline,
        retryPolicy,
        chunkSize,
        progress);
  }

  /**
   * Sets how long each task may run before its thread is interrupted, once, so that it can clean up
   * and end. It counts from when the task's function is called.
   *
   * <p>If the task throws after that, whatever it throws, it fails with a {@link
   * TaskTimeoutException} whose cause is what it threw; if it returns, that is its result. A task
   * that does not care goes on: only {@link #withTimeout} stops it. The interrupt reaches no other
   * task of the worker.
   *
   * @param limit the limit, positive
   * @return options with that soft limit
   * @throws IllegalArgumentException if {@code limit} is not positive, or not below the hard limit
   */
  public TaskOptions withSoftTimeout(Duration limit) {
    return new TaskOptions(
        timeout,
        Durations.requirePositive("a time limit", limit),
        deadline,
        retryPolicy,
        chunkSize,
        progress);
  }

  /**
   * Sets how long a call may take as a whole: all tasks of a {@code map}, with their waiting and
   * their retries. It counts from when the call is made; with {@code imap}, from when the stream
   * is. When it has passed, the call fails with a {@link TaskTimeoutException}, what has not begun
   * of it is dropped, and workers that run a task of it are killed as by {@link #withTimeout}. It
   * does not interrupt the iterator that gives a call its inputs.
   *
   * @param limit the time, positive
   * @return options with that deadline
   * @throws IllegalArgumentException if {@code limit} is not positive
   */
  public TaskOptions withDeadline(Duration limit) {
    return new TaskOptions(
        timeout,
        softTimeout,
        Durations.requirePositive("a time limit", limit),
        retryPolicy,
        chunkSize,
        progress);
  }

  /**
   * Sets how often a task may be run again after its worker was lost ({@link WorkerLostException}),
   * at once. A task that throws or times out is not run again. Opt-in, because such a task may have
   * done part of its work.
   *
   * @param count how often, at least 0
   * @return options with that many retries
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public TaskOptions withRetries(int count) {
    return withRetries(RetryPolicy.of(count));
  }

  /**
   * Sets how often a task may be run again after its worker was lost, and how long it waits: the
   * given time before the first retry, then twice as long each time, up to a minute.
   *
   * @param count how often, at least 0
   * @param firstBackoff how long before the first retry, positive
   * @return options with those retries
   * @throws IllegalArgumentException if {@code count} is negative or {@code firstBackoff} not
   *     positive
   */
  public TaskOptions withRetries(int count, Duration firstBackoff) {
    return withRetries(RetryPolicy.of(count).withBackoff(firstBackoff));
  }

  /**
   * Sets how often, when and after which failures a task is run again.
   *
   * @param policy the policy
   * @return options with that policy
   */
  public TaskOptions withRetries(RetryPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return new TaskOptions(timeout, softTimeout, deadline, policy, chunkSize, progress);
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
    return new TaskOptions(timeout, softTimeout, deadline, retryPolicy, size, progress);
  }

  /**
   * Fills in what these options leave open.
   *
   * @param others where that is taken from
   * @return these options, with the others' where these have none
   * @throws IllegalArgumentException if the soft limit is then not below the hard one
   */
  public TaskOptions withDefaults(TaskOptions others) {
    return new TaskOptions(
        timeout != null ? timeout : others.timeout,
        softTimeout != null ? softTimeout : others.softTimeout,
        deadline != null ? deadline : others.deadline,
        retryPolicy != null ? retryPolicy : others.retryPolicy,
        chunkSize != 0 ? chunkSize : others.chunkSize,
        progress != null ? progress : others.progress);
  }

  /**
   * Tells the longest that each task may run.
   *
   * @return the limit; empty if none is set here
   */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /**
   * Tells how long each task may run before it is interrupted.
   *
   * @return the soft limit; empty if none is set here
   */
  public Optional<Duration> softTimeout() {
    return Optional.ofNullable(softTimeout);
  }

  /**
   * Tells how long a call may take as a whole.
   *
   * @return the deadline; empty if none is set here
   */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /**
   * Sets what is told how far a {@code map}, {@code starmap} or {@code mapAsync} is. It is called
   * in this JVM, on a thread of the pool, one call at a time: at most every 100 ms, and a last
   * time, with all done, before the results are given. So one that never returns holds up its own
   * call, and nothing else. What it throws is logged and harms nothing. A call that fails is told
   * nothing more.
   *
   * @param listener what is told
   * @return options with that listener
   */
  public TaskOptions withProgress(ProgressListener listener) {
    Objects.requireNonNull(listener, "listener");
    return new TaskOptions(timeout, softTimeout, deadline, retryPolicy, chunkSize, listener);
  }

  /**
   * Tells what is told how far a {@code map} is.
   *
   * @return the listener; empty if none is set here
   */
  public Optional<ProgressListener> progress() {
    return Optional.ofNullable(progress);
  }

  /**
   * Tells how often a task may be run again.
   *
   * @return the number of retries, at least 0
   */
  public int retries() {
    return retryPolicy().retries();
  }

  /**
   * Tells how often, when and after which failures a task is run again.
   *
   * @return the policy; {@link RetryPolicy#none()} if none is set here
   */
  public RetryPolicy retryPolicy() {
    return retryPolicy == null ? RetryPolicy.none() : retryPolicy;
  }

  /**
   * Tells how many inputs travel together.
   *
   * @return the chunk size; empty if the pool sizes chunks itself
   */
  public OptionalInt chunkSize() {
    return chunkSize == 0 ? OptionalInt.empty() : OptionalInt.of(chunkSize);
  }

  @Override
  public String toString() {
    return "TaskOptions[timeout=%s, softTimeout=%s, deadline=%s, retries=%s, chunkSize=%s]"
        .formatted(
            text(timeout),
            text(softTimeout),
            text(deadline),
            retryPolicy == null ? "the pool's" : retryPolicy,
            chunkSize == 0 ? "automatic" : chunkSize);
  }

  private static String text(Duration limit) {
    return limit == null ? "the pool's" : limit.toString();
  }
}
