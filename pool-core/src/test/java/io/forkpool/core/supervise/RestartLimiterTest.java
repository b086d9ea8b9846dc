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

  @ParameterizedTest
  @CsvSource({"1, 3", "4, 6"})
  void allWorkersMayFailToStartAtOnceAndSomeOfThemAgain(int workers, int last) {
    RestartLimiter limiter = limiter(workers);
    failToStart(limiter, last - 1);
    limiter.started();
    failToStart(limiter, last - 1);
    assertTrue(limiter.startFailed());
  }

  private static void failToStart(RestartLimiter limiter, int times) {
    for (int i = 0; i < times; i++) {
      assertFalse(limiter.startFailed(), "failure " + i);
    }
  }
}
