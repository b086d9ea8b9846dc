package io.forkpool.core.child;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SoftLimitTest {
  private static final long LONG = TimeUnit.HOURS.toNanos(1);

  private static void sleepUntilInterrupted() {
    assertThrows(InterruptedException.class, () -> Thread.sleep(60_000));
  }

  @Test
  void taskThatIsLateIsInterruptedOnce() {
    SoftLimit limit = new SoftLimit();
    limit.begin(1_000_000);
    sleepUntilInterrupted();
    assertFalse(Thread.currentThread().isInterrupted());
    assertTrue(limit.end());
  }

  @Test
  void taskThatIsNotLateIsNotInterrupted() {
    SoftLimit limit = new SoftLimit();
    limit.begin(LONG);
    assertFalse(limit.end());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void shorterLimitIsNotHeldUpByALongerOneBefore() {
    SoftLimit limit = new SoftLimit();
    limit.begin(LONG);
    limit.end();
    limit.begin(1_000_000);
    sleepUntilInterrupted();
    assertTrue(limit.end());
  }

  @Test
  void taskAfterALateOneHasItsOwnLimit() {
    SoftLimit limit = new SoftLimit();
    limit.begin(1_000_000);
    sleepUntilInterrupted();
    limit.end();
    limit.begin(LONG);
    assertFalse(limit.end(), "the interrupt was the other's");
  }

  @Test
  void interruptThatTheTaskDidNotTakeIsCleared() {
    SoftLimit limit = new SoftLimit();
    limit.begin(1_000_000);
    await().pollInSameThread().until(() -> Thread.currentThread().isInterrupted());
    assertTrue(limit.end());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void limitOfCenturiesNeverComes() {
    SoftLimit limit = new SoftLimit();
    limit.begin(Long.MAX_VALUE);
    assertFalse(limit.end());
  }

  /** Tasks that end at about the moment at which they are due. */
  @Test
  void noInterruptReachesTheTimeAfterATask() {
    SoftLimit limit = new SoftLimit();
    long threads = threads();
    int late = 0;
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); // where the timer is starved
    for (int task = 0; task < 20_000 || late == 0 && System.nanoTime() < patience; task++) {
      limit.begin(20_000);
      long end = System.nanoTime() + task % 40_000;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      late += limit.end() ? 1 : 0;
      assertFalse(Thread.currentThread().isInterrupted(), "after task " + task);
    }
    assertTrue(late > 0, "no task was late: nothing was tested");
    assertEquals(threads + 1, threads());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("forkpool-soft-limit"))
        .count();
  }
}
