package io.forkpool.core.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.WorkerInitializationException;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The end of calls and of the pool, by close, terminate, break-down and cancellation. */
class LifeTest extends DispatchTestBase {

  private void assertTakesNoCalls(Class<? extends RuntimeException> failure) {
    assertThrows(failure, () -> submit(1));
    assertThrows(
        failure, () -> dispatcher.intake().submitDirect(single(PLAIN), FakeWorker.arguments(1)));
    assertThrows(failure, () -> beginBatch(PLAIN, 1));
    assertThrows(failure, () -> dispatcher.intake().beginStream(FakeWorker.FUNCTION, PLAIN, true));
  }

  @Test
  void closedPoolTakesNoCallsAndCompletesThoseItHas() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> first = submit(1);
    SingleCall<Integer> second = submit(2);
    assertTrue(dispatcher.close());
    assertFalse(dispatcher.close(), "the second time");
    dispatcher.release();
    assertTakesNoCalls(RejectedExecutionException.class);
    worker.serveNext();
    assertEquals(0, stops.get());
    assertTrue(dispatcher.wantsWorkers());
    worker.serveNext();
    assertEquals(1, first.future().get());
    assertEquals(2, second.future().get());
    assertEquals(1, stops.get());
    assertFalse(dispatcher.wantsWorkers());
    assertEquals(FrameType.STOP, worker.receiveFrame().type());
  }

  @Test
  void closedIdlePoolEndsWhenItsStreamsAreReleased() throws Exception {
    FakeWorker worker = join();
    dispatcher.close();
    assertEquals(0, stops.get());
    dispatcher.release();
    assertEquals(1, stops.get());
    assertTrue(worker.lane.isStopping());
  }

  @Test
  void batchThatIsStillFedKeepsAClosedPoolFromEnding() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = beginBatch(PLAIN, 2);
    publish(call, 0, 1);
    dispatcher.close();
    dispatcher.release();
    worker.serveNext();
    assertEquals(0, stops.get());
    publish(call, 1, 2);
    dispatcher.intake().allPublished(call);
    worker.serveNext();
    assertEquals(List.of(0, 1), call.future().get());
    assertEquals(1, stops.get());
  }

  @Test
  void abandonedBatchDropsWhatHasNotBegunAndLetsAClosedPoolEnd() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = beginBatch(chunksOf(1), 10);
    publish(call, 0, 5);
    Sent running = worker.beginNext();
    dispatcher.close();
    dispatcher.release();
    dispatcher.intake().abandon(call);
    assertEquals(0, dispatcher.snapshot().queued());
    worker.skipNext(); // it was sent ahead
    assertEquals(0, stops.get());
    worker.answer(running);
    assertEquals(1, stops.get());
  }

  @Test
  void terminatedPoolKillsItsWorkersAndCancelsItsCalls() throws Exception {
    FakeWorker busy = join();
    FakeWorker idle = join();
    SingleCall<Integer> call = submit(1);
    BatchCall<Integer> batch = batch(PLAIN, 10);
    dispatcher.terminate();
    assertEquals(1, busy.kills.get());
    assertEquals(1, idle.kills.get());
    assertEquals(1, stops.get());
    assertThrows(CancellationException.class, call.future()::get);
    Throwable failure = call.future().handle((result, cause) -> cause).join();
    assertTrue(failure.getMessage().contains("terminated"), failure.getMessage());
    assertThrows(CancellationException.class, batch.future()::get);
    assertTakesNoCalls(RejectedExecutionException.class);
  }

  @Test
  void terminateAfterCloseCancelsWhatIsLeft() {
    SingleCall<Integer> call = submit(1);
    dispatcher.close();
    dispatcher.terminate();
    dispatcher.terminate();
    dispatcher.release();
    assertTrue(call.future().isCompletedExceptionally());
    assertEquals(1, stops.get());
  }

  @Test
  void batchThatIsFedWhenThePoolEndsFails() {
    BatchCall<Integer> call = beginBatch(PLAIN, 3);
    dispatcher.terminate();
    publish(call, 0, 1);
    dispatcher.intake().allPublished(call);
    ExecutionException failure = assertThrows(ExecutionException.class, call.future()::get);
    assertInstanceOf(RejectedExecutionException.class, failure.getCause());
  }

  @Test
  void brokenPoolFailsEveryCallWithTheCause() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> first = submit(1);
    SingleCall<Integer> second = submit(2);
    IOException cause = new IOException("no such file");
    dispatcher.breakDown(new WorkerInitializationException("cannot start", cause));
    Throwable one = assertThrows(ExecutionException.class, first.future()::get).getCause();
    Throwable other = assertThrows(ExecutionException.class, second.future()::get).getCause();
    assertInstanceOf(WorkerInitializationException.class, one);
    assertEquals("cannot start", one.getMessage());
    assertEquals(cause, one.getCause());
    assertNotSame(one, other, "each caller gets its own stack");
    assertEquals(1, worker.kills.get());
    assertFalse(dispatcher.wantsWorkers());
    assertTakesNoCalls(WorkerInitializationException.class);
    dispatcher.terminate();
    assertTakesNoCalls(RejectedExecutionException.class);
  }

  @Test
  void workerThatComesTooLateIsStoppedAtOnce() throws Exception {
    dispatcher.terminate();
    FakeWorker worker = join();
    assertTrue(worker.lane.isStopping());
    assertEquals(FrameType.STOP, worker.receiveFrame().type());
  }

  @Test
  void cancelledTaskThatHasNotBegunIsNeverRun() throws Exception {
    FakeWorker worker = join();
    submit(1);
    worker.beginNext();
    submit(2);
    SingleCall<Integer> queued = submit(3);
    assertTrue(queued.future().cancel(true));
    assertEquals(0, dispatcher.snapshot().queued());
    assertEquals(0, worker.kills.get());
  }

  @Test
  void cancelledTaskThatRunsIsKilledOnlyIfAskedFor() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> call = submit(1);
    worker.beginNext();
    call.future().cancel(false);
    assertEquals(0, worker.kills.get());
    SingleCall<Integer> other = submit(2);
    dispatcher.intake().cancel(other, true);
    assertEquals(0, worker.kills.get(), "it does not run yet");
  }

  @Test
  void killOfACancelledTaskSparesWhatWasSentAhead() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> running = submit(1);
    worker.beginNext();
    SingleCall<Integer> ahead = submit(2);
    dispatcher.intake().cancel(running, true);
    assertEquals(1, worker.kills.get());
    worker.skipNext();
    worker.die();
    join().serveNext();
    assertEquals(2, ahead.future().get());
  }

  @Test
  void terminateKeepsWhatNoWorkerHasBegunIfToldTo() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> running = submit(1);
    worker.beginNext();
    SingleCall<Integer> ahead = submit(2);
    SingleCall<Integer> queued = submit(3);
    SingleCall<Integer> another = submit(4);
    BatchCall<Integer> batch = batch(PLAIN, 5);
    assertEquals(Set.of(ahead, queued), Set.copyOf(dispatcher.terminate(call -> call != another)));
    assertEquals(1, worker.kills.get());
    assertFalse(ahead.future().isDone());
    assertFalse(queued.future().isDone());
    for (Future<?> given : List.of(running.future(), another.future(), batch.future())) {
      assertThrows(CancellationException.class, given::get);
    }
    assertEquals(List.of(), dispatcher.terminate(call -> true), "the second time");
  }

  @Test
  void aTaskThatWaitsForAnotherAttemptHasBegun() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> lost = submit(1, options(0, 1, 0));
    worker.beginNext();
    worker.die();
    assertEquals(1, dispatcher.snapshot().queued());
    assertEquals(List.of(), dispatcher.terminate(call -> true));
    assertThrows(CancellationException.class, lost.future()::get);
  }

  @Test
  void slotWaitsForSomethingToDo() throws Exception {
    FakeWorker worker = join();
    FutureTask<Boolean> turn = new FutureTask<>(() -> dispatcher.lanes().awaitTurn(worker.lane));
    Thread slot = new Thread(turn, "slot");
    slot.start();
    await().until(() -> slot.getState() == Thread.State.WAITING);
    submit(1);
    assertTrue(turn.get());
  }

  @Test
  void slotIsWokenByTheEndOfItsProcess() throws Exception {
    FakeWorker worker = join();
    FutureTask<Boolean> turn = new FutureTask<>(() -> dispatcher.lanes().awaitTurn(worker.lane));
    Thread slot = new Thread(turn, "slot");
    slot.start();
    await().until(() -> slot.getState() == Thread.State.WAITING);
    dispatcher.lanes().exited(worker.lane);
    assertFalse(turn.get());
  }

  @Test
  void slotReadsWhatADeadWorkerStillOwes() throws Exception {
    FakeWorker worker = join();
    submit(1);
    dispatcher.lanes().exited(worker.lane);
    assertTrue(dispatcher.lanes().awaitTurn(worker.lane));
  }

  @Test
  void snapshotCountsWhatGoesOn() throws Exception {
    FakeWorker one = join();
    join();
    FakeWorker third = join();
    batch(chunksOf(4), 4);
    FakeWorker used = List.of(one, third).stream().filter(w -> assigned(w) > 0).findFirst().get();
    Sent sent = used.beginNext();
    used.answer(sent, 0, 3, 0, 0);
    Snapshot now = dispatcher.snapshot();
    assertEquals(2, now.idle());
    assertEquals(1, now.busy());
    assertEquals(1, now.assigned());
    assertEquals(3, now.completed());
    assertEquals(List.of(1L, 2L, 3L), now.pids());
    used.begin(sent, 3);
    used.die();
    now = dispatcher.snapshot();
    assertEquals(1, now.failed());
    assertEquals(1, now.lostWorkers());
    assertEquals(0, now.busy());
    assertEquals(2, now.pids().size());
  }
}
