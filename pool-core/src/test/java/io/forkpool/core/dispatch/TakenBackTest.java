package io.forkpool.core.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Slice;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TakenBackTest extends DispatchTestBase {

  @Test
  void chunkThatIsLargerThanTheRoomDoesNotWaitForItself() throws Exception {
    BatchCall<Integer> call = beginBatch(chunksOf(100), -1);
    join();
    for (int i = 0; i < 9; i++) {
      Slice megabyte = new Slice(new byte[1 << 20], 0, 1 << 20);
      dispatcher
          .intake()
          .publish(call, Payload.of(List.of(megabyte)), new int[] {1 << 20}, 1, false);
    }
    FutureTask<Boolean> waiting = new FutureTask<>(() -> dispatcher.intake().awaitRoom(call));
    Thread thread = new Thread(waiting, "feeds");
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING || waiting.isDone());
    assertTrue(waiting.isDone(), "waits for room that only further tasks can make");
    assertTrue(waiting.get());
  }

  @Test
  void workerThatIsKilledGetsNothingMore() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> running = submit(1);
    worker.beginNext();
    submit(2);
    submit(3);
    dispatcher.intake().cancel(running, true);
    assertEquals(1, worker.kills.get());
    assertEquals(1, assigned(worker), "only what it is killed for");
    assertEquals(2, dispatcher.snapshot().queued());
  }

  @Test
  void tasksThatAreTakenBackGiveAWorkerNoMoreThanItHad() throws Exception {
    dispatcher = dispatcher(2, 5);
    FakeWorker worker = join();
    batch(chunksOf(4), 4);
    worker.beginNext(); // one task is left to this worker
    batch(chunksOf(100), 100); // sent ahead
    assertEquals(2, assigned(worker));
    join(); // takes it over
    assertEquals(1, assigned(worker));
    assertEquals(1, worker.lane.tasksLeft);
  }

  @Test
  void functionIsForgottenAlsoWhereAChunkWasTakenBack() throws Exception {
    FakeWorker one = join();
    BatchCall<Integer> call = batch(chunksOf(1), 2);
    Sent first = one.beginNext();
    FakeWorker other = join(); // takes the second over
    one.skipNext();
    one.answer(first);
    other.serveNext();
    assertTrue(call.future().isDone());
    assertEquals(FrameType.FORGET, other.receiveFrame().type());
    submit(1);
    submit(2);
    assertEquals(FrameType.FORGET, one.receiveFrame().type());
  }

  @Test
  void taskAfterTheOneThatTheWorkerIsKilledForIsRunByAnother() throws Exception {
    FakeWorker worker = join();
    StreamCall call =
        dispatcher.intake().beginStream(FakeWorker.FUNCTION, options(1000, 0, 2), false);
    publish(call, 0, 2);
    Sent sent = worker.beginNext();
    dispatcher.lanes().enforceTimeouts(0);
    dispatcher.lanes().enforceTimeouts(1000);
    assertEquals(1, worker.kills.get());
    worker.answer(sent, 0, 1, 0, 0); // just in time
    assertFalse(worker.begin(sent, 1), "the kill is under way");
    worker.die();
    join().serveNext();
    assertEquals(Set.of(0, 1), Set.of(take(call), take(call)));
  }
}
