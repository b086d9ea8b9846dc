package io.forkpool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How often, when and after which failures a task is run again. Immutable.
 *
 * <pre>{@code
 * RetryPolicy.of(3).withBackoff(Duration.ofMillis(100)).onTimeout().onFailure(IOException.class)
 * }</pre>
 *
 * <p>A task whose worker was lost ({@link WorkerLostException}) is always covered; timeouts and
 * what a task throws only if it is said so. Each task is counted by itself, also in a {@code map}.
 * A task that waits for its next attempt holds up no worker and no other task. A task asks {@link
 * TaskContext#attempt()} which attempt it is; the exception of the last one says how many there
 * were ({@link PoolException#attempts()}).
 *
 * <p>Retries are opt-in, because a task that failed may have done part of its work. In a {@code
 * map}, the results of quick tasks travel together: those that had not left within the last
 * millisecond are lost with a worker that dies, and their tasks count as lost, too. That costs a
 * task one attempt at the most, since the results of further attempts leave at once.
 */
public final class RetryPolicy {
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final RetryPolicy NONE =
      new RetryPolicy(0, Duration.ZERO, Duration.ZERO, false, List.of());

  private final int retries;
  private final Duration firstBackoff;
  private final Duration longestBackoff;
  private final boolean timeouts;
  private final List<Class<? extends Throwable>> failures;

  private RetryPolicy(
      int retries,
      Duration firstBackoff,
      Duration longestBackoff,
      boolean timeouts,
      List<Class<? extends Throwable>> failures) {
    this.retries = retries;
    this.firstBackoff = firstBackoff;
    this.longestBackoff = longestBackoff;
    this.timeouts = timeouts;
    this.failures = failures;
  }

  /**
   * No retries.
   *
   * @return the policy, never null
   */
  public static RetryPolicy none() {
    return NONE;
  }

  /**
   * Retries at once, of tasks whose worker was lost.
   *
   * @param retries how often a task is run again at the most, at least 0
   * @return the policy
   * @throws IllegalArgumentException if {@code retries} is negative
   */
  public static RetryPolicy of(int retries) {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + retries);
    }
    return new RetryPolicy(retries, Duration.ZERO, Duration.ZERO, false, List.of());
  }

  /**
   * Waits before each retry: the given time before the first, then twice as long each time, but
   * never more than a minute (or the given time, if that is longer).
   *
   * @param first how long before the first retry, positive
   * @return a policy with that backoff
   * @throws IllegalArgumentException if {@code first} is not positive, or longer than 292 years
   */
  public RetryPolicy withBackoff(Duration first) {
    Objects.requireNonNull(first, "first");
    return withBackoff(first, first.compareTo(LONGEST_BACKOFF) > 0 ? first : LONGEST_BACKOFF);
  }

  /**
   * Waits before each retry: the given time before the first, then twice as long each time, up to a
   * longest.
   *
   * @param first how long before the first retry, positive
   * @param longest how long at the most, at least {@code first}
   * @return a policy with that backoff
   * @throws IllegalArgumentException if {@code first} is not positive, or longer than {@code
   *     longest}, or {@code longest} is longer than 292 years
   */
  public RetryPolicy withBackoff(Duration first, Duration longest) {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(longest, "longest");
    if (first.isNegative() || first.isZero()) {
      throw new IllegalArgumentException("a backoff must be positive: " + first);
    }
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the longest backoff, " + longest + ", is shorter than the first, " + first);
    }
    if (longest.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("a backoff must not be longer than 292 years: " + longest);
    }
    return new RetryPolicy(retries, first, longest, timeouts, failures);
  }

  /**
   * Covers tasks that have passed their time limit or soft time limit, too. Not a deadline: when it
   * has passed, the whole call has failed.
   *
   * @return a policy that covers them
   */
  public RetryPolicy onTimeout() {
    return new RetryPolicy(retries, firstBackoff, longestBackoff, true, failures);
  }

  /**
   * Covers tasks that threw an exception of a type, too.
   *
   * @param type the type; subclasses count, where the exception could be decoded in this JVM
   * @return a policy that covers them
   */
  public RetryPolicy onFailure(Class<? extends Throwable> type) {
    List<Class<? extends Throwable>> all = new ArrayList<>(failures);
    all.add(Objects.requireNonNull(type, "type"));
    return new RetryPolicy(retries, firstBackoff, longestBackoff, timeouts, List.copyOf(all));
  }

  /**
   * Tells how often a task is run again at the most.
   *
   * @return the number, at least 0
   */
  public int retries() {
    return retries;
  }

  /**
   * Tells how long a task waits for a retry.
   *
   * @param retry which retry, from 1
   * @return the time, not negative; zero for at once
   * @throws IllegalArgumentException if {@code retry} is less than 1
   */
  public Duration backoff(int retry) {
    if (retry < 1) {
      throw new IllegalArgumentException("retries are numbered from 1, not " + retry);
    }
    Duration backoff = firstBackoff;
    for (int i = 1; i < retry && backoff.compareTo(longestBackoff) < 0; i++) {
      backoff = backoff.multipliedBy(2);
    }
    return backoff.compareTo(longestBackoff) < 0 ? backoff : longestBackoff;
  }

  /**
   * Tells whether a task is run again after a failure, if it has retries left.
   *
   * @param failure what the task would fail with
   * @return whether this policy covers it
   */
  public boolean covers(PoolException failure) {
    if (failure instanceof TaskTimeoutException timeout) {
      return timeouts && timeout.kind() != TaskTimeoutException.Kind.DEADLINE;
    }
    return failure instanceof WorkerLostException
        || failure instanceof TaskFailedException
            && failures.stream().anyMatch(isThrownBy(failure));
  }

  private static Predicate<Class<?>> isThrownBy(PoolException failure) {
    Throwable thrown = failure.getCause();
    return thrown instanceof RemoteTaskException standIn
        ? type -> type.getName().equals(standIn.className())
        : type -> type.isInstance(thrown);
  }

  @Override
  public String toString() {
    return "RetryPolicy[retries=%d, backoff=%s to %s, onTimeout=%s, onFailure=%s]"
        .formatted(
            retries,
            firstBackoff,
            longestBackoff,
            timeouts,
            failures.stream().map(Class::getName).toList());
  }
}
