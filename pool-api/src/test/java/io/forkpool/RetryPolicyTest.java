package io.forkpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final WorkerLostException LOST =
      new WorkerLostException("lost", 1, new ExitStatus.Signaled(9), List.of());

  private static TaskFailedException threw(Throwable cause) {
    return new TaskFailedException("a task threw", cause);
  }

  private static TaskTimeoutException late(TaskTimeoutException.Kind kind) {
    return new TaskTimeoutException("late", kind, SECOND, null);
  }

  private static List<Long> millis(RetryPolicy policy, int retries) {
    return IntStream.rangeClosed(1, retries)
        .mapToObj(retry -> policy.backoff(retry).toMillis())
        .toList();
  }

  @Test
  void withoutBackoffATaskIsRunAgainAtOnce() {
    assertEquals(List.of(0L, 0L, 0L), millis(RetryPolicy.of(3), 3));
    assertEquals(0, RetryPolicy.none().retries());
    assertEquals(3, RetryPolicy.of(3).retries());
  }

  @Test
  void backoffDoublesUpToTheLongest() {
    RetryPolicy policy = RetryPolicy.of(9).withBackoff(SECOND, Duration.ofSeconds(5));
    assertEquals(List.of(1000L, 2000L, 4000L, 5000L, 5000L), millis(policy, 5));
    assertEquals(60_000, RetryPolicy.of(9).withBackoff(SECOND).backoff(9).toMillis());
    Duration hour = Duration.ofHours(1);
    assertEquals(hour, RetryPolicy.of(9).withBackoff(hour).backoff(9));
  }

  @Test
  void backoffNeverOverflows() {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE);
    RetryPolicy policy = RetryPolicy.of(Integer.MAX_VALUE).withBackoff(SECOND, longest);
    assertEquals(longest, policy.backoff(Integer.MAX_VALUE));
  }

  @Test
  void impossibleValuesAreRefused() {
    RetryPolicy policy = RetryPolicy.of(1);
    assertThrows(IllegalArgumentException.class, () -> RetryPolicy.of(-1));
    assertThrows(IllegalArgumentException.class, () -> policy.withBackoff(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> policy.withBackoff(SECOND.negated()));
    assertThrows(
        IllegalArgumentException.class, () -> policy.withBackoff(SECOND, Duration.ofMillis(999)));
    assertThrows(
        IllegalArgumentException.class, () -> policy.withBackoff(Duration.ofDays(365 * 300)));
    assertThrows(
        IllegalArgumentException.class,
        () -> policy.withBackoff(SECOND, Duration.ofSeconds(Long.MAX_VALUE)));
    assertThrows(IllegalArgumentException.class, () -> policy.backoff(0));
    assertThrows(NullPointerException.class, () -> policy.withBackoff(null));
    assertThrows(NullPointerException.class, () -> policy.onFailure(null));
    assertThrows(
        IllegalArgumentException.class, () -> TaskOptions.defaults().withRetries(-1, SECOND));
  }

  @Test
  void lostWorkersAreAlwaysCovered() {
    assertTrue(RetryPolicy.of(1).covers(LOST));
    assertFalse(RetryPolicy.of(1).covers(threw(new IOException())));
    assertFalse(RetryPolicy.of(1).covers(late(TaskTimeoutException.Kind.HARD)));
  }

  @Test
  void timeoutsAreCoveredIfItIsSaidButNoDeadline() {
    RetryPolicy policy = RetryPolicy.of(1).onTimeout();
    assertTrue(policy.covers(late(TaskTimeoutException.Kind.HARD)));
    assertTrue(policy.covers(late(TaskTimeoutException.Kind.SOFT)));
    assertFalse(policy.covers(late(TaskTimeoutException.Kind.DEADLINE)));
    assertTrue(policy.covers(LOST));
  }

  @Test
  void exceptionsAreCoveredByTheirTypes() {
    RetryPolicy policy =
        RetryPolicy.of(1).onFailure(IOException.class).onFailure(IllegalStateException.class);
    assertTrue(policy.covers(threw(new FileNotFoundException())));
    assertTrue(policy.covers(threw(new IllegalStateException())));
    assertFalse(policy.covers(threw(new IllegalArgumentException())));
    assertFalse(policy.covers(threw(null)));
    assertFalse(policy.covers(new PoolException("something else")));
  }

  @Test
  void standInsAreCoveredByTheNameOfTheOriginal() {
    RetryPolicy policy = RetryPolicy.of(1).onFailure(IOException.class);
    assertTrue(policy.covers(threw(new RemoteTaskException("java.io.IOException", "m", ""))));
    assertFalse(policy.covers(threw(new RemoteTaskException("a.B", "m", ""))));
  }
}
