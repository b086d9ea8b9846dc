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

  @Test
  void noLimitIsSaidByNotSettingOne() {
    assertThrows(NullPointerException.class, () -> ALL.withTimeout(null));
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
    assertEquals("TaskOptions[timeout=PT5S, retries=2, chunkSize=10]", ALL.toString());
    assertTrue(TaskOptions.defaults().toString().contains("chunkSize=automatic"));
  }
}
