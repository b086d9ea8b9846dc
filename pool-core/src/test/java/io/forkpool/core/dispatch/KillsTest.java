package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.TaskTimeoutException;
import io.forkpool.WorkerEnd;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Workers are killed, or told to skip, for what they run, and for nothing else. */
class KillsTest extends DispatchTestBase {

  private static boolean isDropped(FakeWorker worker, Sent sent) {
    return worker.claims.isDropped(sent.frame().sequence());
  }

  // ---- cancel(true) ----

  @Test
  void runningTaskIsKilledWithItsDescendants() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> call = submit(1);
    worker.beginNext();
    assertTrue(call.future().cancel(true));
    assertEquals(1, worker.kills.get());
    assertEquals(1, worker.treeKills.get());
  }

  @Test
  void taskThatAWorkerHasGoneOnToIsSpared() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> done = submit(1);
    SingleCall<Integer> next = submit(2);
    Sent first = worker.beginNext();
    Sent second = worker.beginNext(); // the answer to the first is under way
    done.future().cancel(true);
    assertEquals(0, worker.kills.get());
    worker.answer(first);
    worker.answer(second);
    assertEquals(2, next.future().get());
    submit(3);
    worker.serveNext();
  }

  @Test
  void workerBeginsNoFurtherTaskOfACallThatItIsKilledFor() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = batch(chunksOf(3), 3);
    Sent sent = worker.beginNext();
    call.future().cancel(true);
    assertFalse(worker.begin(sent, 1));
    assertEquals(1, worker.kills.get());
  }

  @Test
  void everyWorkerThatRunsATaskOfTheCallIsKilled() throws Exception {
    FakeWorker one = join();
    FakeWorker two = join();
    BatchCall<Integer> call = batch(chunksOf(1), 9);
    one.beginNext();
    two.beginNext();
    call.future().cancel(true);
    assertEquals(List.of(1, 1), List.of(one.kills.get(), two.kills.get()));
    assertEquals(0, dispatcher.snapshot().queued());
  }

  @Test
  void condemnedWorkerIsGivenNothing() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> call = submit(1);
    worker.beginNext();
    call.future().cancel(true);
    SingleCall<Integer> later = submit(2);
    assertEquals(1, assigned(worker));
    worker.die();
    join().serveNext();
    assertEquals(2, later.future().get());
  }

  @Test
  void taskThatHasNotBegunIsSkippedAndItsWorkerLives() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> call = submit(1);
    call.future().cancel(true);
    assertEquals(0, worker.kills.get());
    worker.skipNext();
    Sent again = worker.receive();
    assertTrue(worker.claim(again));
    assertTrue(isDropped(worker, again));
    worker.answerSkipped(again);
    SingleCall<Integer> later = submit(2);
    worker.serveNext();
    assertEquals(2, later.future().get());
  }

  // ---- cancel(false) ----

  @Test
  void restOfAChunkThatRunsIsSkipped() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = batch(chunksOf(3), 3);
    Sent sent = worker.beginNext();
    assertFalse(isDropped(worker, sent));
    call.future().cancel(false);
    assertTrue(isDropped(worker, sent));
    assertEquals(0, worker.kills.get());
    worker.answer(sent, 0, 1, Frame.LAST | Frame.SKIPPED, 1);
    assertEquals(1, dispatcher.snapshot().idle());
  }

  @Test
  void chunkOfAnotherCallBehindItIsNotSkipped() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = batch(chunksOf(3), 3);
    Sent sent = worker.beginNext();
    SingleCall<Integer> other = submit(7);
    call.future().cancel(false);
    assertTrue(isDropped(worker, sent));
    worker.answer(sent, 0, 1, Frame.LAST | Frame.SKIPPED, 1);
    Sent next = worker.beginNext();
    assertFalse(isDropped(worker, next));
    worker.answer(next);
    assertEquals(7, other.future().get());
  }

  @Test
  void cancelledTaskThatIsTakenBackIsNotGivenAgainWhereOthersWait() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> cancelled = submit(1);
    cancelled.future().cancel(false);
    SingleCall<Integer> next = submit(2);
    join(); // would take the second over
    worker.skipNext();
    worker.skipNext();
    assertEquals(List.of(2), worker.serveNext().arguments());
    assertEquals(2, next.future().get());
  }

  @Test
  void skippedTasksDoNotCountForTheWorkersEnd() throws Exception {
    dispatcher = dispatcher(1, 5);
    FakeWorker worker = join();
    BatchCall<Integer> call = batch(chunksOf(5), 5);
    Sent sent = worker.beginNext();
    call.future().cancel(false);
    worker.answer(sent, 0, 1, Frame.LAST | Frame.SKIPPED, 1);
    assertEquals(1, dispatcher.snapshot().idle(), "it has run one task of five");
  }

  @Test
  void nothingOfALiveCallMayBeSkipped() throws Exception {
    FakeWorker worker = join();
    batch(chunksOf(3), 3);
    Sent sent = worker.beginNext();
    assertThrows(
        MalformedFrameException.class,
        () -> worker.answer(sent, 0, 1, Frame.LAST | Frame.SKIPPED, 1));
  }

  // ---- time limits ----

  @Test
  void lateTaskIsKilledWithItsDescendants() throws Exception {
    FakeWorker worker = join();
    submit(1, options(1000, 0, 0));
    worker.beginNext();
    dispatcher.lanes().enforceTimeouts(0);
    dispatcher.lanes().enforceTimeouts(1000);
    assertEquals(1, worker.treeKills.get());
    assertTrue(worker.lane.isCondemned());
  }

  @Test
  void whatWasSentAheadIsGivenToOthersAtOnce() throws Exception {
    FakeWorker worker = join();
    submit(1, options(1000, 0, 0));
    worker.beginNext();
    SingleCall<Integer> ahead = submit(2);
    dispatcher.lanes().enforceTimeouts(0);
    dispatcher.lanes().enforceTimeouts(1000);
    join().serveNext(); // though the other worker has not died yet
    assertEquals(2, ahead.future().get());
  }

  /** The answer to the chunk before may wait in the worker, for as long as the late task runs. */
  @Test
  void limitHoldsWhereTheAnswerBeforeHasNotCome() throws Exception {
    FakeWorker worker = join();
    submit(1);
    SingleCall<Integer> limited = submit(2, options(1000, 0, 0));
    worker.beginNext();
    worker.beginNext();
    dispatcher.lanes().enforceTimeouts(0);
    dispatcher.lanes().enforceTimeouts(1000);
    assertEquals(1, worker.kills.get());
    worker.die();
    assertTimeout(limited.future());
  }

  @Test
  void batchFailsWithTheLimitNotWithWhatTheKillTookAlong() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = batch(options(1000, 0, 3), 3);
    Sent sent = worker.beginNext();
    worker.begin(sent, 1); // the outcome of the first waits in the worker
    dispatcher.lanes().enforceTimeouts(0);
    dispatcher.lanes().enforceTimeouts(1000);
    worker.die();
    assertTimeout(call.future());
  }

  private static void assertTimeout(TaskFuture<?> future) {
    ExecutionException e = assertThrows(ExecutionException.class, future::get);
    assertInstanceOf(TaskTimeoutException.class, e.getCause());
  }

  // ---- workers that do not begin what they were given ----

  private static final long PATIENCE = Condemnation.LEAST_PATIENCE_NANOS;

  private void lookAfter(long nanos) {
    dispatcher.lanes().enforceTimeouts(0);
    dispatcher.lanes().enforceTimeouts(nanos);
  }

  @Test
  void workerThatDoesNotClaimALimitedTaskIsKilledAndAnotherRunsIt() throws Exception {
    FakeWorker stopped = join();
    SingleCall<Integer> call = submit(7, options(1000, 0, 0));
    lookAfter(PATIENCE - 1);
    assertEquals(0, stopped.kills.get());
    dispatcher.lanes().enforceTimeouts(PATIENCE);
    assertEquals(1, stopped.treeKills.get());
    assertEquals(WorkerEnd.TIMEOUT, stopped.lane.whyGone(true));
    stopped.die();
    join().serveNext();
    assertEquals(7, call.future().get());
    assertEquals(0, dispatcher.snapshot().failed());
  }

  @Test
  void limitThatIsLongerThanThePatienceIsWaitedFor() throws Exception {
    FakeWorker worker = join();
    submit(7, options(2 * PATIENCE, 0, 0));
    lookAfter(2 * PATIENCE - 1);
    assertEquals(0, worker.kills.get());
    dispatcher.lanes().enforceTimeouts(2 * PATIENCE);
    assertEquals(1, worker.kills.get());
  }

  @Test
  void workerThatHasClaimedButNotBegunIsKilledToo() throws Exception {
    FakeWorker worker = join();
    submit(7, options(1000, 0, 0));
    assertTrue(worker.claim(worker.receive()));
    lookAfter(PATIENCE);
    assertEquals(1, worker.kills.get());
  }

  @Test
  void whatIsBehindARunningTaskIsAwaitedOnlyAfterThat() throws Exception {
    FakeWorker worker = join();
    submit(1);
    submit(2, options(1000, 0, 0));
    dispatcher.lanes().enforceTimeouts(0);
    Sent first = worker.beginNext();
    lookAfter(PATIENCE * 8);
    worker.answer(first);
    dispatcher.lanes().enforceTimeouts(PATIENCE * 9);
    dispatcher.lanes().enforceTimeouts(PATIENCE * 10 - 1);
    assertEquals(0, worker.kills.get());
    dispatcher.lanes().enforceTimeouts(PATIENCE * 10);
    assertEquals(1, worker.kills.get());
  }

  @Test
  void workerWhoseAnswerBeforeWaitsIsSpared() throws Exception {
    FakeWorker worker = join();
    submit(1, options(1000, 0, 0));
    submit(2);
    worker.beginNext();
    worker.beginNext(); // the answer to the first waits in the worker
    lookAfter(PATIENCE * 8);
    assertEquals(0, worker.kills.get());
  }

  @Test
  void workerWithoutALimitIsWaitedForAndAnIdleOneToo() throws Exception {
    FakeWorker idle = join();
    lookAfter(PATIENCE * 8);
    submit(7);
    lookAfter(PATIENCE * 8);
    assertEquals(0, idle.kills.get());
  }

  @Test
  void limitOfWhatWasSentAheadCountsToo() throws Exception {
    FakeWorker stopped = join();
    submit(1);
    submit(2, options(1000, 0, 0));
    lookAfter(PATIENCE);
    assertEquals(1, stopped.kills.get());
  }
}
