package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.WorkerEnd;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.dispatch.FakeWorker.Mourning;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What becomes of the chunks of a worker that has died. */
class SalvageTest extends DispatchTestBase {

  private static CallOptions retries(int count) {
    return options(0, count, 0);
  }

  @Test
  void chunkThatWasNotClaimedIsRunByAnother() throws Exception {
    FakeWorker dead = join();
    SingleCall<Integer> call = submit(5);
    dead.die();
    assertFalse(call.future().isDone());
    join().serveNext();
    assertEquals(5, call.future().get());
  }

  @Test
  void chunkThatWasClaimedAndNotBegunIsRunByAnother() throws Exception {
    FakeWorker dead = join();
    SingleCall<Integer> call = submit(5);
    assertTrue(dead.claim(dead.receive()));
    dead.die();
    join().serveNext();
    assertEquals(5, call.future().get());
  }

  @Test
  void taskThatHadBegunFails() throws Exception {
    FakeWorker dead = join();
    SingleCall<Integer> call = submit(5);
    dead.beginNext();
    dead.die();
    ExecutionException failure = assertThrows(ExecutionException.class, call.future()::get);
    assertEquals("lost", failure.getCause().getMessage());
    assertEquals(0, dispatcher.snapshot().queued());
  }

  /** The parent finds out by giving it more: what it had sent before is still to be read. */
  @Test
  void whatAWorkerHadAnsweredCountsThoughItCannotBeGivenMore() throws Exception {
    FakeWorker dead = join();
    SingleCall<Integer> answered = submit(5);
    dead.answerUnread(dead.beginNext(), 10_000_000);
    dead.pair.child().close();
    SingleCall<Integer> next = submit(6);
    assertThrows(IOException.class, dead.lane.channel()::push);
    dead.lane.answers().read();
    assertEquals(5, answered.future().get());
    assertThrows(IOException.class, dead.lane.answers()::read);
    dead.die();
    join().serveNext();
    assertEquals(6, next.future().get());
  }

  /** One chunk of five: two are answered, one is running, two have not begun. */
  @Test
  void onlyWhatHadBegunAndWasNotAnsweredFails() throws Exception {
    FakeWorker dead = join();
    StreamCall call = dispatcher.intake().beginStream(FakeWorker.FUNCTION, chunksOf(5), false);
    publish(call, 0, 5);
    Sent sent = dead.beginNext();
    dead.answer(sent, 0, 2, 0, 0);
    dead.begin(sent, 2);
    Departure departure = dispatcher.lanes().leave(dead.lane, new Mourning());
    assertEquals(new Departure(WorkerEnd.LOST, 1), departure);
    assertEquals(2, dispatcher.snapshot().queued());
    Sent rest = join().serveNext();
    assertEquals(List.of(3, 4), rest.arguments());
    assertEquals(
        Set.of(0, 1, "lost", 3, 4),
        Set.of(take(call), take(call), take(call), take(call), take(call)));
  }

  @Test
  void whatWasSentAheadOfATaskThatFailsIsRunByAnother() throws Exception {
    FakeWorker dead = join();
    SingleCall<Integer> running = submit(1);
    dead.beginNext();
    SingleCall<Integer> ahead = submit(2);
    dead.die();
    assertTrue(running.future().isCompletedExceptionally());
    join().serveNext();
    assertEquals(2, ahead.future().get());
  }

  @Test
  void chunkBeforeTheClaimedOneHadBegunAltogether() throws Exception {
    FakeWorker dead = join();
    SingleCall<Integer> first = submit(1);
    SingleCall<Integer> second = submit(2);
    dead.beginNext();
    dead.beginNext(); // the answer to the first never came
    assertEquals(
        new Departure(WorkerEnd.LOST, 2), dispatcher.lanes().leave(dead.lane, new Mourning()));
    assertTrue(first.future().isCompletedExceptionally());
    assertTrue(second.future().isCompletedExceptionally());
  }

  @Test
  void chunksThatComeBackAreRunFirstAndInTheirOrder() throws Exception {
    FakeWorker dead = join();
    for (int i = 0; i < 4; i++) {
      submit(i);
    }
    dead.die();
    FakeWorker worker = join();
    for (int i = 0; i < 4; i++) {
      assertEquals(List.of(i), worker.serveNext().arguments());
    }
  }

  @Test
  void lossOfABatchesTaskFailsTheBatchAndDropsTheRest() throws Exception {
    FakeWorker dead = join();
    BatchCall<Integer> call = batch(chunksOf(3), 30);
    dead.beginNext();
    dead.die();
    assertThrows(ExecutionException.class, call.future()::get);
    assertEquals(0, dispatcher.snapshot().queued());
  }

  @Test
  void taskIsRunAgainAsOftenAsItsCallAllows() throws Exception {
    SingleCall<Integer> call = submit(5, retries(2));
    for (int i = 0; i < 3; i++) {
      assertFalse(call.future().isDone(), "attempt " + i);
      FakeWorker dead = join();
      dead.beginNext();
      dead.die();
    }
    ExecutionException failure = assertThrows(ExecutionException.class, call.future()::get);
    assertEquals("after 3 attempts: lost", failure.getCause().getMessage());
    assertEquals(3, dispatcher.snapshot().lostWorkers());
  }

  @Test
  void lossBeforeTheTaskHadBegunCostsNoRetry() throws Exception {
    SingleCall<Integer> call = submit(5, retries(1));
    for (int i = 0; i < 5; i++) {
      join().die();
    }
    FakeWorker dead = join();
    dead.beginNext();
    dead.die();
    assertFalse(call.future().isDone());
    join().serveNext();
    assertEquals(5, call.future().get());
  }

  @Test
  void onlyWhatHadBegunIsRetriedByItself() throws Exception {
    FakeWorker dead = join();
    BatchCall<Integer> call = batch(options(0, 1, 4), 4);
    Sent sent = dead.beginNext();
    dead.answer(sent, 0, 1, 0, 0);
    dead.begin(sent, 1);
    dead.die();
    FakeWorker worker = join();
    assertEquals(List.of(1), worker.serveNext().arguments());
    assertEquals(List.of(2, 3), worker.serveNext().arguments());
    assertEquals(List.of(0, 1, 2, 3), call.future().get());
  }

  @Test
  void retriesAreCountedForEachTask() throws Exception {
    BatchCall<Integer> call = batch(options(0, 1, 2), 2);
    FakeWorker first = join();
    first.beginNext();
    first.die(); // task 0 has no retry left
    FakeWorker second = join();
    second.serveNext();
    Sent other = second.beginNext();
    assertEquals(List.of(1), other.arguments());
    second.die(); // task 1 has one
    FakeWorker third = join();
    assertEquals(List.of(1), third.serveNext().arguments());
    assertEquals(List.of(0, 1), call.future().get());
  }

  /** It would be lost again with a worker that another task kills, and never because of itself. */
  @Test
  void theResultOfAFurtherAttemptWaitsForNoOther() throws Exception {
    batch(options(0, 1, 2), 3);
    FakeWorker first = join();
    Sent both = first.beginNext();
    assertTrue(both.frame().has(Frame.COALESCE));
    first.begin(both, 1);
    first.die();
    FakeWorker second = join();
    assertFalse(second.serveNext().frame().has(Frame.COALESCE));
    assertFalse(second.serveNext().frame().has(Frame.COALESCE));
    assertTrue(second.serveNext().frame().has(Frame.COALESCE), "the one that has not begun");
  }

  @Test
  void lossOfACancelledTaskIsNobodysFailure() throws Exception {
    FakeWorker dead = join();
    SingleCall<Integer> call = submit(5, retries(3));
    dead.beginNext();
    call.future().cancel(false);
    dead.die();
    assertEquals(0, dispatcher.snapshot().queued());
    assertEquals(0, assigned(join()));
  }

  @Test
  void workerThatWasToldToStopIsNoLoss() throws Exception {
    FakeWorker worker = join();
    dispatcher.close();
    dispatcher.release();
    assertEquals(WorkerEnd.CLOSED, dispatcher.lanes().leave(worker.lane, new Mourning()).why());
  }

  // ---- time limits ----

  private static final CallOptions LIMITED = options(1000, 5, 3);

  @Test
  void taskThatPassesItsLimitIsKilledOnceAndFailsWithThat() throws Exception {
    FakeWorker worker = join();
    StreamCall call = dispatcher.intake().beginStream(FakeWorker.FUNCTION, LIMITED, false);
    publish(call, 0, 3);
    Sent sent = worker.beginNext();
    worker.answer(sent, 0, 1, 0, 0);
    worker.begin(sent, 1);
    dispatcher.lanes().enforceTimeouts(5_000); // seen to run for the first time
    dispatcher.lanes().enforceTimeouts(5_999);
    assertEquals(0, worker.kills.get());
    dispatcher.lanes().enforceTimeouts(6_000);
    dispatcher.lanes().enforceTimeouts(9_000);
    assertEquals(1, worker.kills.get());
    worker.die();
    FakeWorker next = join();
    assertEquals(List.of(2), next.serveNext().arguments());
    assertEquals(Set.of(0, "timeout 1000", 2), Set.of(take(call), take(call), take(call)));
  }

  /** The outcome of the first of two that had begun was still under way. */
  @Test
  void onlyTheTaskThatRanIsBlamedForItsLimit() throws Exception {
    FakeWorker worker = join();
    StreamCall call = dispatcher.intake().beginStream(FakeWorker.FUNCTION, LIMITED, false);
    publish(call, 0, 2);
    Sent sent = worker.beginNext();
    worker.begin(sent, 1);
    dispatcher.lanes().enforceTimeouts(0);
    dispatcher.lanes().enforceTimeouts(1_000);
    worker.die();
    assertEquals(List.of(0), join().serveNext().arguments(), "a retry");
    assertEquals(Set.of(0, "timeout 1000"), Set.of(take(call), take(call)));
  }

  @Test
  void limitIsForEachTaskNotForTheChunk() throws Exception {
    FakeWorker worker = join();
    batch(LIMITED, 3);
    Sent sent = worker.beginNext();
    for (int task = 0; task < 3; task++) {
      worker.begin(sent, task);
      dispatcher.lanes().enforceTimeouts(900 * task);
      dispatcher.lanes().enforceTimeouts(900 * task + 899);
    }
    assertEquals(0, worker.kills.get());
  }

  @Test
  void taskThatHasNotBegunHasNoLimit() throws Exception {
    FakeWorker worker = join();
    submit(1, LIMITED);
    dispatcher.lanes().enforceTimeouts(0);
    dispatcher.lanes().enforceTimeouts(1_000_000);
    Sent sent = worker.receive();
    assertTrue(worker.claim(sent));
    dispatcher.lanes().enforceTimeouts(2_000_000);
    assertEquals(0, worker.kills.get());
  }

  @Test
  void idleWorkerAndTaskWithoutLimitAreLeftAlone() throws Exception {
    FakeWorker worker = join();
    dispatcher.lanes().enforceTimeouts(0);
    submit(1);
    worker.beginNext();
    dispatcher.lanes().enforceTimeouts(1);
    dispatcher.lanes().enforceTimeouts(Long.MAX_VALUE);
    assertEquals(0, worker.kills.get());
  }

  @Test
  void answeredTaskIsNotKilledWhileItsWorkerWaits() throws Exception {
    FakeWorker worker = join();
    submit(1, LIMITED);
    Sent sent = worker.beginNext();
    dispatcher.lanes().enforceTimeouts(0);
    worker.answer(sent, 0, 1, Frame.LAST, 1);
    dispatcher.lanes().enforceTimeouts(5_000);
    assertEquals(0, worker.kills.get());
  }
}
