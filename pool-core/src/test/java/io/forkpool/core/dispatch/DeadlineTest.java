package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.RetryPolicy;
import io.forkpool.TaskTimeoutException;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Calls that must be done by a certain time. The time is the test's. */
class DeadlineTest extends DispatchTestBase {
  private static final long NEVER = Long.MAX_VALUE;

  private static CallOptions within(long nanos) {
    return within(nanos, RetryPolicy.none());
  }

  private static CallOptions within(long nanos, RetryPolicy policy) {
    return new CallOptions(0, 0, nanos, policy, 1);
  }

  private static void assertOverdue(TaskFuture<?> future, long limit) {
    ExecutionException e = assertThrows(ExecutionException.class, future::get);
    TaskTimeoutException overdue = assertInstanceOf(TaskTimeoutException.class, e.getCause());
    assertEquals(TaskTimeoutException.Kind.DEADLINE, overdue.kind());
    assertEquals(Duration.ofNanos(limit), overdue.limit());
  }

  @Test
  void callThatWaitsFailsAtItsDeadlineAndNotBefore() {
    SingleCall<Integer> call = submit(1, within(1000));
    assertEquals(1, alarms.get());
    time.addAndGet(999);
    assertEquals(1, dispatcher.runDue());
    time.addAndGet(1);
    assertEquals(NEVER, dispatcher.runDue());
    assertOverdue(call.future(), 1000);
    assertEquals(0, dispatcher.snapshot().queued());
  }

  @Test
  void runningTasksAreKilledAndTheRestIsDropped() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = batch(within(1000), 9);
    worker.serveNext();
    worker.beginNext();
    time.addAndGet(1000);
    dispatcher.runDue();
    assertOverdue(call.future(), 1000);
    assertEquals(1, worker.treeKills.get());
    assertEquals(0, dispatcher.snapshot().queued());
    worker.die();
    assertEquals(0, assigned(join()));
  }

  @Test
  void callThatStillTakesItsInputsFails() {
    BatchCall<Integer> call = beginBatch(within(1000), -1);
    time.addAndGet(1000);
    dispatcher.runDue();
    assertOverdue(call.future(), 1000);
    publish(call, 0, 3);
    assertEquals(0, dispatcher.snapshot().queued());
  }

  @Test
  void tasksOfOthersAreSpared() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> other = submit(1);
    Sent sent = worker.beginNext();
    SingleCall<Integer> call = submit(2, within(1000));
    time.addAndGet(1000);
    dispatcher.runDue();
    assertOverdue(call.future(), 1000);
    assertEquals(0, worker.kills.get());
    worker.answer(sent);
    assertEquals(1, other.future().get());
  }

  @Test
  void callThatWasDoneInTimeLeavesNothing() throws Exception {
    FakeWorker worker = join();
    submit(1, within(1000));
    worker.serveNext();
    assertEquals(NEVER, dispatcher.runDue());
    time.addAndGet(2000);
    dispatcher.runDue();
    assertEquals(0, worker.kills.get());
  }

  @Test
  void streamThrowsAtItsDeadline() throws Exception {
    FakeWorker worker = join();
    StreamCall call = stream(within(1000), 2);
    worker.beginNext();
    time.addAndGet(1000);
    dispatcher.runDue();
    TaskTimeoutException e =
        assertThrows(TaskTimeoutException.class, () -> dispatcher.intake().take(call));
    assertEquals(TaskTimeoutException.Kind.DEADLINE, e.kind());
    assertEquals(1, worker.kills.get());
  }

  @Test
  void retriesEndWithTheDeadline() throws Exception {
    RetryPolicy policy = RetryPolicy.of(5).withBackoff(Duration.ofNanos(800));
    SingleCall<Integer> call = submit(1, within(1000, policy));
    FakeWorker dead = join();
    dead.beginNext();
    dead.die();
    assertEquals(800, dispatcher.runDue());
    assertEquals(1, dispatcher.snapshot().queued());
    time.addAndGet(1000);
    dispatcher.runDue();
    assertOverdue(call.future(), 1000);
    assertEquals(NEVER, dispatcher.runDue());
    assertEquals(0, dispatcher.snapshot().queued());
  }

  /** Its caller waits for an answer that will not come: the worker's end wakes it. */
  @Test
  void callThatItsCallerWaitsForIsKilledEvenIfItHasNotBegun() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> call = single(within(1000));
    dispatcher.intake().submitDirect(call, FakeWorker.arguments(1));
    time.addAndGet(1000);
    dispatcher.runDue();
    assertOverdue(call.future(), 1000);
    assertEquals(1, worker.kills.get());
  }

  @Test
  void deadlineOfCenturiesNeverComes() {
    submit(1, within(Long.MAX_VALUE));
    time.addAndGet(1_000_000);
    assertEquals(NEVER, dispatcher.runDue());
  }
}
