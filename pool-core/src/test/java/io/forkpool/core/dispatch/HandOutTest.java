package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.WorkerEnd;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which worker gets which chunk, and when. */
class HandOutTest extends DispatchTestBase {

  @Test
  void taskWaitsForTheFirstWorker() throws Exception {
    SingleCall<Integer> call = submit(7);
    assertEquals(1, dispatcher.snapshot().queued());
    FakeWorker worker = join();
    assertEquals(List.of(7), worker.serveNext().arguments());
    assertEquals(7, call.future().get());
  }

  @Test
  void idleWorkerComesFirst() throws IOException {
    FakeWorker one = join();
    FakeWorker other = join();
    submit(1);
    submit(2);
    assertEquals(1, assigned(one));
    assertEquals(1, assigned(other));
  }

  @Test
  void busyWorkersGetOneChunkAheadEachAndTheRestWaits() throws IOException {
    FakeWorker one = join();
    FakeWorker other = join();
    for (int i = 0; i < 7; i++) {
      submit(i);
    }
    assertEquals(2, assigned(one));
    assertEquals(2, assigned(other));
    assertEquals(3, dispatcher.snapshot().queued());
    assertEquals(4, dispatcher.snapshot().assigned());
  }

  @Test
  void chunksThatWereSentAheadAreRunInOrderWithoutFurtherHandOut() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> first = submit(1);
    SingleCall<Integer> second = submit(2);
    Sent one = worker.beginNext();
    Sent two = worker.receive();
    worker.answer(one);
    assertEquals(1, first.future().get());
    assertFalse(second.future().isDone());
    assertTrue(worker.claim(two));
    worker.answer(two);
    assertEquals(2, second.future().get());
    assertEquals(LaneState.IDLE, worker.lane.state());
  }

  @Test
  void chunkThatWasSentAheadIsTakenOverByAWorkerThatBecomesIdle() throws Exception {
    FakeWorker stuck = join();
    submit(1);
    stuck.beginNext();
    SingleCall<Integer> ahead = submit(2);
    assertEquals(2, assigned(stuck));
    FakeWorker idle = join();
    assertEquals(1, assigned(stuck));
    assertEquals(List.of(2), idle.serveNext().arguments());
    assertEquals(2, ahead.future().get());
    stuck.skipNext();
  }

  @Test
  void chunkIsTakenOverAlsoByAWorkerThatHasAnswered() throws Exception {
    FakeWorker stuck = join();
    FakeWorker other = join();
    submit(1);
    submit(2);
    FakeWorker first = assigned(stuck) == 1 ? stuck : other;
    stuck.beginNext();
    Sent quick = other.beginNext();
    submit(3);
    assertEquals(2, assigned(first), "sent ahead to the first");
    other.answer(quick);
    assertEquals(1, assigned(stuck));
    assertEquals(List.of(3), other.receive().arguments());
    stuck.skipNext();
  }

  @Test
  void chunkThatIsBegunIsNotTakenOver() throws Exception {
    FakeWorker busy = join();
    submit(1);
    submit(2);
    Sent first = busy.beginNext();
    busy.begin(first, 0);
    Sent second = busy.beginNext(); // its answer to the first is still under way
    FakeWorker idle = join();
    assertEquals(2, assigned(busy));
    assertEquals(0, assigned(idle));
    assertEquals(LaneState.IDLE, idle.lane.state());
    busy.answer(first);
    busy.answer(second);
  }

  @Test
  void workerThatIsJustAboutToBeginGetsItsFirstChunkAgain() throws Exception {
    FakeWorker slow = join();
    SingleCall<Integer> first = submit(1);
    submit(2);
    FakeWorker idle = join();
    slow.skipNext();
    slow.skipNext();
    assertEquals(List.of(1), slow.serveNext().arguments());
    assertEquals(1, first.future().get());
    assertEquals(List.of(2), idle.serveNext().arguments());
  }

  @Test
  void tinyTasksAreSentAheadByMoreButNotWithoutEnd() throws Exception {
    FakeWorker worker = join();
    batch(chunksOf(1), 1000);
    Sent first = worker.beginNext();
    assertEquals(2, assigned(worker), "nothing is known of their duration");
    worker.answer(first, 0, 1, Frame.LAST, 50_000);
    assertEquals(5, assigned(worker), "200 us worth of chunks, and one");
    for (int i = 0; i < 20; i++) {
      Sent next = worker.beginNext();
      worker.answer(next, 0, 1, Frame.LAST, 1);
    }
    assertEquals(65, assigned(worker));
  }

  @Test
  void longTasksAreSentAheadByOne() throws Exception {
    FakeWorker worker = join();
    batch(chunksOf(1), 100);
    for (int i = 0; i < 3; i++) {
      Sent next = worker.beginNext();
      worker.answer(next, 0, 1, Frame.LAST, 200_000);
      assertEquals(2, assigned(worker));
    }
  }

  @Test
  void callerReadsFromAnIdleWorkerItself() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> call = single(PLAIN);
    Lane lane = dispatcher.intake().submitDirect(call, FakeWorker.arguments(3));
    assertEquals(worker.lane, lane);
    assertTrue(lane.isDrivenFor(call));
    assertFalse(lane.isDrivenBySlot());
    worker.serveNext();
    assertEquals(3, call.future().get());
    assertFalse(lane.isDrivenFor(call));
  }

  @Test
  void callerOfABusyPoolLeavesItToOthers() throws Exception {
    FakeWorker worker = join();
    submit(1);
    SingleCall<Integer> call = single(PLAIN);
    assertNull(dispatcher.intake().submitDirect(call, FakeWorker.arguments(2)));
    worker.serveNext();
    worker.serveNext();
    assertEquals(2, call.future().get());
  }

  @Test
  void slotReadsWhereACallerHasLeft() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> call = single(PLAIN);
    Lane lane = dispatcher.intake().submitDirect(call, FakeWorker.arguments(3));
    assertNotNull(lane);
    dispatcher.lanes().callerLeaves(lane, call);
    assertTrue(lane.isDrivenBySlot());
    assertTrue(dispatcher.lanes().awaitTurn(lane));
    worker.serveNext();
    assertEquals(3, call.future().get());
    dispatcher.lanes().callerLeaves(lane, call); // late: means nothing any more
    assertEquals(Driver.NONE, lane.driver());
  }

  @Test
  void slotReadsWhatWasSentAheadOfACaller() throws Exception {
    FakeWorker worker = join();
    SingleCall<Integer> direct = single(PLAIN);
    Lane lane = dispatcher.intake().submitDirect(direct, FakeWorker.arguments(1));
    SingleCall<Integer> ahead = submit(2);
    worker.serveNext();
    assertTrue(direct.future().isDone());
    assertTrue(lane.isDrivenBySlot());
    worker.serveNext();
    assertEquals(2, ahead.future().get());
  }

  @Test
  void workerIsStoppedAfterItsLastTask() throws Exception {
    dispatcher = dispatcher(1, 3);
    FakeWorker worker = join();
    for (int i = 0; i < 4; i++) {
      submit(i);
    }
    worker.serveNext();
    worker.serveNext();
    assertEquals(LaneState.BUSY, worker.lane.state());
    worker.serveNext();
    assertTrue(worker.lane.isStopping());
    assertEquals(FrameType.STOP, worker.receiveFrame().type());
    assertEquals(1, dispatcher.snapshot().queued(), "the fourth waits for the replacement");
    assertFalse(dispatcher.lanes().awaitTurn(worker.lane));
    assertEquals(WorkerEnd.TASKS, worker.die().why());
    assertEquals(0, dispatcher.snapshot().lostWorkers());
    assertEquals(List.of(3), join().serveNext().arguments());
  }

  @Test
  void chunksOfThePoolsOwnSizeStopAtTheLastTaskOfAWorker() throws Exception {
    dispatcher = dispatcher(1, 5);
    FakeWorker worker = join();
    batch(PLAIN, 1000);
    int served = 0;
    while (!worker.lane.isStopping()) {
      Sent next = worker.beginNext();
      worker.answer(next, 0, next.arguments().size(), Frame.LAST, 1);
      served += next.arguments().size();
    }
    assertEquals(5, served);
  }

  @Test
  void workerThatAsksForItGetsNoMoreAndIsStopped() throws Exception {
    FakeWorker exhausted = join();
    submit(1);
    Sent first = exhausted.beginNext();
    SingleCall<Integer> ahead = submit(2);
    exhausted.answer(first, 0, 1, Frame.LAST | Frame.RETIRE, 10_000_000);
    assertTrue(exhausted.lane.isStopping());
    exhausted.skipNext();
    assertEquals(FrameType.STOP, exhausted.receiveFrame().type());
    assertEquals(WorkerEnd.OUT_OF_MEMORY, exhausted.die().why());
    join().serveNext();
    assertEquals(2, ahead.future().get());
  }

  @Test
  void workerThatHasGrownIsReplacedForThat() throws Exception {
    FakeWorker large = join();
    submit(1);
    large.answer(large.beginNext(), 0, 1, Frame.LAST | Frame.RETIRE | Frame.LARGE, 10_000_000);
    assertEquals(new Departure(WorkerEnd.MEMORY, 0), large.die());
    assertEquals(0, dispatcher.snapshot().lostWorkers());
  }

  @Test
  void workerThatRetiresStillAnswersWhatItHasBegun() throws Exception {
    FakeWorker exhausted = join();
    submit(1);
    Sent first = exhausted.beginNext();
    SingleCall<Integer> begun = submit(2);
    SingleCall<Integer> queued = submit(3);
    Sent second = exhausted.beginNext();
    exhausted.answer(first, 0, 1, Frame.LAST | Frame.RETIRE, 10_000_000);
    assertEquals(LaneState.BUSY, exhausted.lane.state());
    assertEquals(1, assigned(exhausted));
    exhausted.answer(second, 0, 1, Frame.LAST | Frame.RETIRE, 10_000_000);
    assertEquals(2, begun.future().get());
    assertTrue(exhausted.lane.isStopping());
    assertFalse(queued.future().isDone());
  }
}
