package io.forkpool.core.supervise;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.dispatch.Dispatcher;
import io.forkpool.core.dispatch.Staffing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** When somebody looks at the running tasks: every look asks the clock. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class TimeLimitsTest {
  private static final long SECOND = 1_000_000_000;

  private final String name = "time-limits-test-" + System.nanoTime();

  /** When there was a look. */
  private final List<Long> looks = new CopyOnWriteArrayList<>();

  private final TimeLimits limits =
      new TimeLimits(
          name, new Dispatcher(Staffing.fixed(1), () -> 0, () -> {}, () -> {}), this::look);

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

  private long look() {
    looks.add(System.nanoTime());
    return 0;
  }

  private void awaitLooks(int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> looks.size() >= count);
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
    awaitLooks(1);
  }

  @Test
  void longLimitIsLookedAtSeldom() {
    limits.require(1000 * SECOND);
    awaitLooks(3);
    long took = looks.get(2) - looks.get(0);
    assertTrue(took >= 190_000_000L, "3 looks in " + took + " ns");
  }

  @Test
  void shorterLimitMakesLooksMoreFrequent() {
    limits.require(1000 * SECOND);
    limits.require(1); // 2 ms at the least
    awaitLooks(250); // at 100 ms each these would take 25 s, and one waits for 20 s
  }

  /**
   * Lets a new thread look once, pause for 100 ms and then be told something. Several attempts are
   * needed only where the machine takes its time.
   */
  private static void assertCutsThePauseShort(Consumer<TimeLimits> told, boolean goesOn) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> pauseUntilTold(told, goesOn), pause -> pause < 100_000_000L);
  }

  private static long pauseUntilTold(Consumer<TimeLimits> told, boolean goesOn)
      throws InterruptedException {
    BlockingQueue<Long> looks = new LinkedBlockingQueue<>();
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    TimeLimits limits =
        new TimeLimits(
            "time-limits-test-pause",
            new Dispatcher(Staffing.fixed(1), () -> 0, () -> {}, () -> {}),
            () -> {
              threads.add(Thread.currentThread());
              looks.add(System.nanoTime());
              return 0;
            });
    try {
      limits.require(1000 * SECOND);
      long begin = looks.take();
      Thread thread = threads.take();
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      told.accept(limits);
      if (goesOn) {
        return looks.take() - begin;
      }
      thread.join();
      return System.nanoTime() - begin;
    } finally {
      limits.stop();
    }
  }

  @Test
  void shorterLimitEndsThePauseThatHasBegun() {
    assertCutsThePauseShort(limits -> limits.require(1), true);
  }

  @Test
  void endEndsThePauseThatHasBegun() {
    assertCutsThePauseShort(TimeLimits::stop, false);
  }

  @Test
  void tinyLimitDoesNotMakeTheThreadSpin() {
    limits.require(1);
    awaitLooks(21);
    long took = looks.get(20) - looks.get(0);
    assertTrue(took >= 38_000_000L, "20 looks in " + took + " ns");
    assertEquals(1, threads());
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
