package io.forkpool.core.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartLimiterTest {
  private static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;

  private long now = Long.MAX_VALUE - SECOND / 2; // the clock wraps on the way

  private RestartLimiter limiter(int workers) {
    return new RestartLimiter(workers, () -> now);
  }

  private static void loseAtOnce(RestartLimiter limiter, int count) {
    for (int i = 0; i < count; i++) {
      assertEquals(0, limiter.lost(), "loss " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "4, 20", "5, 25", "100, 500"})
  void burstIsReplacedAtOnceAndThenNoMore(int workers, int burst) {
    RestartLimiter limiter = limiter(workers);
    loseAtOnce(limiter, burst);
    assertEquals(SECOND, limiter.lost());
  }

  @Test
  void waitLastsUntilTheOldestLossIsASecondAgo() {
    RestartLimiter limiter = limiter(1);
    loseAtOnce(limiter, 1);
    now += 300 * MILLI;
    loseAtOnce(limiter, 19);
    now += 100 * MILLI;
    assertEquals(600 * MILLI, limiter.lost());
  }

  @Test
  void lossesOfMoreThanASecondAgoAreForgotten() {
    RestartLimiter limiter = limiter(1);
    loseAtOnce(limiter, 20);
    now += SECOND - 1;
    assertEquals(1, limiter.lost());
    now += 1;
    loseAtOnce(limiter, 19); // and the one a nanosecond ago
    assertTrue(limiter.lost() > 0);
  }

  @Test
  void steadyLossesBelowTheBurstAreNeverHeldUp() {
    RestartLimiter limiter = limiter(1);
    for (int i = 0; i < 1000; i++) {
      assertEquals(0, limiter.lost());
      now += SECOND / 20;
    }
  }

  @Test
  void thirdFailedStartInARowIsTheLast() {
    RestartLimiter limiter = limiter(1);
    assertFalse(limiter.startFailed(limiter.starting()));
    assertFalse(limiter.startFailed(limiter.starting()));
    limiter.started();
    assertFalse(limiter.startFailed(limiter.starting()));
    assertFalse(limiter.startFailed(limiter.starting()));
    assertTrue(limiter.startFailed(limiter.starting()));
  }

  @Test
  void startsThatFailTogetherCountAsOne() {
    RestartLimiter limiter = limiter(64);
    for (int round = 1; round <= 3; round++) {
      long begun = limiter.starting();
      for (int slot = 0; slot < 64; slot++) {
        now += MILLI;
        assertEquals(round == 3, limiter.startFailed(begun), "round " + round);
      }
    }
  }
}
