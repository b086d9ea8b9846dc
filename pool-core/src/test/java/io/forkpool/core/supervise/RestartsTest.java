package io.forkpool.core.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.RetryPolicy;
import io.forkpool.WorkerEnd;
import io.forkpool.core.dispatch.CallOptions;
import io.forkpool.core.dispatch.SingleCall;
import io.forkpool.core.dispatch.TaskFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Which ends of workers hold up the start of their successors. The clock of the throttle stands
 * still, so that all that is counted is counted at once.
 */
class RestartsTest extends SlotTestBase {
  /** What is replaced at once; see {@link RestartLimiter}. */
  private static final int BURST = 20;

  /** How long the throttle holds up a start: until a second has passed on its clock. */
  private static final long HELD_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private SingleCall<Object> begin(CallOptions options) throws InterruptedException {
    SingleCall<Object> call =
        dispatcher.intake().single(item(), options, new TaskFuture<>(Runnable::run));
    dispatcher.intake().submit(call, item());
    soon().until(() -> dispatcher.snapshot().begun() > ends.seen.size());
    return call;
  }

  private static CallOptions limit(long nanos) {
    return new CallOptions(nanos, 0, 0, RetryPolicy.of(0), 0);
  }

  private long nanosUntilReady(int starts, long begin) {
    soon().until(() -> ends.ready.get() == starts);
    return System.nanoTime() - begin;
  }

  /**
   * Has workers end, twice as many as a burst: all after the burst would be held up, if they
   * counted. Some may take as long on a busy machine.
   */
  private void assertNoneIsHeldUp(LoseAWorker lose) throws InterruptedException {
    int heldUp = 0;
    for (int round = 1; round <= 2 * BURST; round++) {
      long begin = System.nanoTime();
      lose.run();
      heldUp += nanosUntilReady(round + 1, begin) < HELD_UP_NANOS ? 0 : 1;
    }
    assertTrue(heldUp < BURST / 2, heldUp + " workers were late");
  }

  private interface LoseAWorker {
    void run() throws InterruptedException;
  }

  @Test
  void manyCancelsDoNotHoldUpNewWorkers() throws InterruptedException {
    assertNoneIsHeldUp(() -> begin(limit(0)).future().cancel(true));
    assertEquals(List.of(WorkerEnd.CANCELLED), ends.seen.stream().distinct().toList());
  }

  @Test
  void manyTasksThatPassTheirTimeLimitDoNotHoldUpNewWorkers() throws InterruptedException {
    assertNoneIsHeldUp(
        () -> {
          begin(limit(1_000));
          dispatcher.lanes().enforceTimeouts(0); // sees it run
          dispatcher.lanes().enforceTimeouts(2_000);
        });
    assertEquals(List.of(WorkerEnd.TIMEOUT), ends.seen.stream().distinct().toList());
  }

  @Test
  void workersThatDieByThemselvesHoldUpTheirSuccessorsAfterABurst() throws InterruptedException {
    for (int round = 1; round <= BURST; round++) {
      begin(limit(0));
      startMethod.newest.kill();
      nanosUntilReady(round + 1, System.nanoTime());
    }
    begin(limit(0));
    long begin = System.nanoTime();
    startMethod.newest.kill();
    assertTrue(nanosUntilReady(BURST + 2, begin) >= HELD_UP_NANOS / 2, "was not held up");
  }
}
