package io.forkpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskOptionsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TaskOptions ALL =
      TaskOptions.defaults().withTimeout(Duration.ofSeconds(5)).withRetries(2).withChunkSize(10);

  @Test
  void defaultsLeaveAllToThePool() {
    TaskOptions defaults = TaskOptions.defaults();
    assertEquals(Optional.empty(), defaults.timeout());
    assertEquals(0, defaults.retries());
    assertEquals(OptionalInt.empty(), defaults.chunkSize());
  }

  @Test
  void eachOptionKeepsTheOthers() {
    assertOptions(ALL, Duration.ofSeconds(5), 2, 10);
    assertOptions(ALL.withTimeout(Duration.ofNanos(1)), Duration.ofNanos(1), 2, 10);
    assertOptions(ALL.withRetries(0), Duration.ofSeconds(5), 0, 10);
    assertOptions(ALL.withChunkSize(1), Duration.ofSeconds(5), 2, 1);
    assertOptions(ALL, Duration.ofSeconds(5), 2, 10); // unchanged
  }

  private static void assertOptions(TaskOptions options, Duration timeout, int retries, int size) {
    assertEquals(Optional.of(timeout), options.timeout());
    assertEquals(retries, options.retries());
    assertEquals(OptionalInt.of(size), options.chunkSize());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void limitThatIsNotPositiveIsRefused(long nanos) {
    Duration limit = Duration.ofNanos(nanos);
    assertThrows(IllegalArgumentException.class, () -> ALL.withTimeout(limit));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void softLimitOrDeadlineThatIsNotPositiveIsRefused(long nanos) {
    Duration limit = Duration.ofNanos(nanos);
    assertThrows(IllegalArgumentException.class, () -> ALL.withSoftTimeout(limit));
    assertThrows(IllegalArgumentException.class, () -> ALL.withDeadline(limit));
  }

  @Test
  void noLimitIsSaidByNotSettingOne() {
    assertThrows(NullPointerException.class, () -> ALL.withTimeout(null));
    assertThrows(NullPointerException.class, () -> ALL.withSoftTimeout(null));
    assertThrows(NullPointerException.class, () -> ALL.withDeadline(null));
    assertThrows(NullPointerException.class, () -> ALL.withRetries((RetryPolicy) null));
  }

  @Test
  void softLimitMustBeBelowTheHardOneWhicheverIsSetLast() {
    Duration five = Duration.ofSeconds(5);
    assertThrows(IllegalArgumentException.class, () -> ALL.withSoftTimeout(five));
    TaskOptions soft = TaskOptions.defaults().withSoftTimeout(five);
    assertThrows(IllegalArgumentException.class, () -> soft.withTimeout(five));
    assertThrows(IllegalArgumentException.class, () -> soft.withDefaults(ALL));
    assertEquals(Optional.of(five), soft.withTimeout(HOUR).softTimeout());
  }

  @Test
  void defaultsFillInWhatIsNotSet() {
    TaskOptions filled =
        TaskOptions.defaults().withRetries(0).withDeadline(HOUR).withDefaults(ALL.withRetries(7));
    assertOptions(filled, Duration.ofSeconds(5), 0, 10);
    assertEquals(Optional.of(HOUR), filled.deadline());
    assertEquals(7, TaskOptions.defaults().withDefaults(ALL.withRetries(7)).retries());
  }

  @Test
  void negativeRetriesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ALL.withRetries(-1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void emptyChunkIsRefused(int size) {
    assertThrows(IllegalArgumentException.class, () -> ALL.withChunkSize(size));
  }

  @Test
  void textSaysWhatWasSetAndWhatWasNot() {
    String all = ALL.withSoftTimeout(Duration.ofSeconds(4)).withDeadline(HOUR).toString();
    assertTrue(all.contains("timeout=PT5S, softTimeout=PT4S, deadline=PT1H"), all);
    assertTrue(all.contains("retries=2") && all.contains("chunkSize=10"), all);
    String none = TaskOptions.defaults().toString();
    assertTrue(none.contains("timeout=the pool's") && none.contains("chunkSize=automatic"), none);
  }
}
