package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.PoolException;
import io.forkpool.RetryPolicy;
import io.forkpool.TaskFailedException;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Which tasks are run again, and when. The time is the test's. */
class RetriesTest extends DispatchTestBase {
  private static final long NEVER = Long.MAX_VALUE;
  private static final RetryPolicy SLOW = RetryPolicy.of(3).withBackoff(Duration.ofNanos(100));

  private static CallOptions with(RetryPolicy policy) {
    return new CallOptions(0, 0, 0, policy, 0);
  }

  private static CallOptions with(RetryPolicy policy, int chunkSize) {
    return new CallOptions(0, 0, 0, policy, chunkSize);
  }

  /** Lets a worker die of the next task. */
  private Sent dieOfTheNext() throws Exception {
    FakeWorker worker = join();
    Sent sent = worker.beginNext();
    worker.die();
    return sent;
  }

  private static <T extends PoolException> T failure(Class<T> type, TaskFuture<?> future) {
    return assertInstanceOf(type, assertThrows(ExecutionException.class, future::get).getCause());
  }

  @Test
  void taskWaitsForItsNextAttempt() throws Exception {
    SingleCall<Integer> call = submit(5, with(SLOW));
    assertEquals(1, dieOfTheNext().terms().attempt());
    FakeWorker worker = join();
    assertEquals(1, alarms.get());
    assertEquals(1, dispatcher.snapshot().queued());
    time.addAndGet(99);
    assertEquals(1, dispatcher.runDue());
    assertEquals(0, assigned(worker));
    time.addAndGet(1);
    assertEquals(NEVER, dispatcher.runDue());
    Sent again = worker.serveNext();
    assertEquals(2, again.terms().attempt());
    assertEquals(List.of(5), again.arguments());
    assertEquals(5, call.future().get());
  }

  @Test
  void backoffDoublesUpToTheLongestAndTheLastFailureSaysHowOften() throws Exception {
    RetryPolicy policy =
        RetryPolicy.of(4).withBackoff(Duration.ofNanos(100), Duration.ofNanos(300));
    SingleCall<Integer> call = submit(5, with(policy));
    for (long wait : List.of(100, 200, 300, 300)) {
      dieOfTheNext();
      assertEquals(wait, dispatcher.runDue());
      time.addAndGet(wait);
      assertEquals(NEVER, dispatcher.runDue());
    }
    assertEquals(5, dieOfTheNext().terms().attempt());
    PoolException last = failure(PoolException.class, call.future());
    assertEquals(5, last.attempts());
    assertEquals("after 5 attempts: lost", last.getMessage());
  }

  @Test
  void waitingTaskHoldsUpNobody() throws Exception {
    submit(5, with(SLOW));
    dieOfTheNext();
    SingleCall<Integer> other = submit(6);
    join().serveNext();
    assertEquals(6, other.future().get());
  }

  @Test
  void soonerRetryRaisesTheAlarmAgain() throws Exception {
    submit(1, with(SLOW));
    dieOfTheNext();
    submit(2, with(RetryPolicy.of(1).withBackoff(Duration.ofNanos(500))));
    dieOfTheNext();
    assertEquals(1, alarms.get());
    submit(3, with(RetryPolicy.of(1).withBackoff(Duration.ofNanos(50))));
    dieOfTheNext();
    assertEquals(2, alarms.get());
  }

  @Test
  void cancelledCallDoesNotComeBack() throws Exception {
    SingleCall<Integer> call = submit(5, with(SLOW));
    dieOfTheNext();
    call.future().cancel(false);
    assertEquals(0, dispatcher.snapshot().queued());
    assertEquals(NEVER, dispatcher.runDue());
    time.addAndGet(1000);
    dispatcher.runDue();
    assertEquals(0, assigned(join()));
  }

  @Test
  void terminatedPoolFailsWhatWaits() throws Exception {
    SingleCall<Integer> call = submit(5, with(SLOW));
    dieOfTheNext();
    dispatcher.terminate();
    assertThrows(CancellationException.class, call.future()::join);
    assertEquals(NEVER, dispatcher.runDue());
  }

  @Test
  void closedPoolCompletesItsRetries() throws Exception {
    SingleCall<Integer> call = submit(5, with(SLOW));
    dieOfTheNext();
    FakeWorker worker = join();
    dispatcher.close();
    dispatcher.release();
    assertEquals(0, stops.get());
    assertTrue(dispatcher.wantsWorkers());
    time.addAndGet(100);
    dispatcher.runDue();
    worker.serveNext();
    assertEquals(5, call.future().get());
    assertEquals(1, stops.get());
  }

  @Test
  void cancelOfTheLastThatWaitsEndsAClosedPool() throws Exception {
    SingleCall<Integer> call = submit(5, with(SLOW));
    dieOfTheNext();
    dispatcher.close();
    dispatcher.release();
    call.future().cancel(false);
    assertEquals(1, stops.get());
  }

  @Test
  void taskThatThrowsIsRunAgainIfItsExceptionIsCovered() throws Exception {
    RetryPolicy policy = RetryPolicy.of(1).onFailure(IllegalStateException.class);
    FakeWorker worker = join();
    SingleCall<Integer> covered = submit(1, with(policy));
    worker.answerFailure(worker.beginNext(), new IllegalStateException("once"));
    assertFalse(covered.future().isDone());
    worker.answerFailure(worker.beginNext(), new IllegalStateException("twice"));
    assertEquals(2, failure(TaskFailedException.class, covered.future()).attempts());
    SingleCall<Integer> other = submit(2, with(policy));
    worker.answerFailure(worker.beginNext(), new IllegalArgumentException("no"));
    assertEquals(1, failure(TaskFailedException.class, other.future()).attempts());
    assertEquals(2, dispatcher.snapshot().failed(), "attempts are not counted");
  }

  @Test
  void onlyTheTaskOfAChunkThatFailedIsRunAgain() throws Exception {
    FakeWorker worker = join();
    RetryPolicy policy = RetryPolicy.of(1).onFailure(IllegalStateException.class);
    BatchCall<Integer> call = batch(with(policy, 3), 3);
    Sent sent = worker.beginNext();
    worker.answer(sent, 0, 1, 0, 0);
    worker.answerFailure(sent, new IllegalStateException());
    worker.answer(sent, 2, 3, Frame.LAST, 1);
    assertFalse(call.future().isDone());
    Sent again = worker.serveNext();
    assertEquals(List.of(1), again.arguments());
    assertEquals(2, again.terms().attempt());
    assertEquals(List.of(0, 1, 2), call.future().get());
  }

  @Test
  void idleWorkerTakesTheRetryOver() throws Exception {
    FakeWorker worker = join();
    FakeWorker other = join();
    RetryPolicy policy = RetryPolicy.of(1).onFailure(IllegalStateException.class);
    BatchCall<Integer> call = batch(with(policy, 2), 2);
    FakeWorker busy = assigned(worker) > 0 ? worker : other;
    FakeWorker idle = busy == worker ? other : worker;
    Sent sent = busy.beginNext();
    busy.answerFailure(sent, new IllegalStateException());
    assertEquals(List.of(0), idle.serveNext().arguments());
    busy.answer(sent, 1, 2, Frame.LAST, 1);
    assertEquals(List.of(0, 1), call.future().get());
  }

  @Test
  void lateTaskIsRunAgainOnlyIfTimeoutsAreCovered() throws Exception {
    for (boolean covered : List.of(false, true)) {
      RetryPolicy policy = covered ? RetryPolicy.of(1).onTimeout() : RetryPolicy.of(1);
      FakeWorker worker = join();
      SingleCall<Integer> call = submit(1, new CallOptions(1000, 0, 0, policy, 0));
      worker.beginNext();
      dispatcher.lanes().enforceTimeouts(0);
      dispatcher.lanes().enforceTimeouts(1000);
      worker.die();
      assertEquals(!covered, call.future().isDone());
      if (covered) {
        join().serveNext();
        assertEquals(1, call.future().get());
      }
    }
  }

  @Test
  void callerThatWaitsItselfLeavesTheNextAttemptToOthers() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> call =
        single(with(RetryPolicy.of(1).onFailure(IllegalStateException.class)));
    Lane direct = dispatcher.intake().submitDirect(call, FakeWorker.arguments(1));
    assertNotNull(direct);
    worker.answerFailure(worker.beginNext(), new IllegalStateException());
    assertFalse(direct.isDrivenFor(call));
    assertTrue(direct.isDrivenBySlot());
    worker.serveNext();
    assertEquals(1, call.future().get());
  }
}
