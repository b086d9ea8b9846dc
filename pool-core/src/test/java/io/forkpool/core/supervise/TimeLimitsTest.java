package io.forkpool.core.supervise;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.dispatch.Dispatcher;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** When somebody looks at the running tasks: every look asks the clock. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TimeLimitsTest {
  private static final long SECOND = 1_000_000_000;

  private final String name = "time-limits-test-" + System.nanoTime();
  private final AtomicInteger looks = new AtomicInteger();
  private final TimeLimits limits =
      new TimeLimits(name, new Dispatcher(1, 0, () -> {}), looks::incrementAndGet);

  @AfterEach
  void stop() {
    limits.stop();
    await().until(() -> threads() == 0);
  }

  private long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name + "-time-limits"))
        .count();
  }

  private long nanosForLooks(int count) {
    int target = looks.get() + count;
    long begin = System.nanoTime();
    await().pollInterval(Duration.ofMillis(1)).until(() -> looks.get() >= target);
    return System.nanoTime() - begin;
  }

  @Test
  void noLimitCostsNoThread() {
    limits.require(0);
    assertEquals(0, threads());
  }

  @Test
  void firstLimitStartsTheOnlyThread() {
    limits.require(SECOND);
    limits.require(SECOND / 10);
    limits.require(10 * SECOND);
    assertEquals(1, threads());
    nanosForLooks(1);
  }

  @Test
  void longLimitIsLookedAtSeldom() {
    limits.require(1000 * SECOND);
    long took = nanosForLooks(3);
    assertTrue(took >= 2 * 95_000_000L, "3 looks in " + took + " ns");
  }

  @Test
  void shorterLimitMakesLooksMoreFrequentAtOnce() {
    limits.require(1000 * SECOND);
    limits.require(1); // 2 ms at the least
    int target = looks.get() + 500; // at 100 ms each these would take 50 s
    await().atMost(Duration.ofSeconds(20)).until(() -> looks.get() >= target);
  }

  @Test
  void shortestPeriodIsTwoMillis() {
    limits.require(1);
    long took = nanosForLooks(20);
    assertTrue(took >= 19 * 1_900_000L, "20 looks in " + took + " ns");
  }

  @Test
  void nobodyLooksAfterTheEnd() {
    limits.require(SECOND);
    limits.stop();
    await().until(() -> threads() == 0);
    limits.require(SECOND);
    assertFalse(threads() > 0);
  }
}
