package io.forkpool.core.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.WorkerEnd;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many workers there are, and how long they stay. */
class StaffingTest extends DispatchTestBase {
  private static final long IDLE = TimeUnit.MINUTES.toNanos(1);
  private static final long AGE = TimeUnit.HOURS.toNanos(1);

  private final AtomicInteger hired = new AtomicInteger();

  private void staff(int least, int most, long idleNanos, long ageNanos) {
    dispatcher = dispatcher(new Staffing(least, most, idleNanos, 0, ageNanos));
  }

  /** The thread of a slot, which counts how often it would start a worker, and starts none. */
  private Thread slot() {
    Thread slot =
        new Thread(
            () -> {
              try {
                while (dispatcher.lanes().awaitVacancy()) {
                  hired.incrementAndGet();
                }
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            "slot");
    slot.setDaemon(true);
    slot.start();
    return slot;
  }

  private void awaitHired(int count) {
    await().until(() -> hired.get() >= count);
    assertEquals(count, hired.get());
  }

  /** Until it waits; it has hired whom it wanted then. */
  private static void awaitAsleep(Thread slot) {
    await().until(() -> slot.getState() == Thread.State.WAITING);
  }

  @Test
  void aFixedNumberOfWorkersIsWantedAtOnce() {
    staff(3, 3, 0, 0);
    assertEquals(3, dispatcher.snapshot().starting());
    Thread slot = slot();
    awaitHired(3);
    awaitAsleep(slot);
    assertEquals(3, hired.get());
  }

  @Test
  void onlyTheLeastWorkersAreWantedWhileThereIsNothingToDo() {
    staff(1, 3, IDLE, 0);
    Thread slot = slot();
    awaitHired(1);
    awaitAsleep(slot);
    assertEquals(1, hired.get());
  }

  @Test
  void aTaskThatWaitsWantsOneWorker() {
    staff(0, 3, IDLE, 0);
    Thread slot = slot();
    awaitAsleep(slot);
    assertEquals(0, hired.get());
    submit(1);
    awaitHired(1);
    awaitAsleep(slot);
    assertEquals(1, hired.get());
  }

  @Test
  void asManyWorkersAsTasksAreWantedUpToTheMost() {
    staff(0, 3, IDLE, 0);
    Thread slot = slot();
    submit(1);
    submit(2);
    awaitHired(2);
    for (int i = 0; i < 5; i++) {
      submit(i);
    }
    awaitHired(3);
    awaitAsleep(slot);
    assertEquals(3, hired.get());
  }

  @Test
  void aTaskThatWasSentAheadWantsAWorkerToo() throws IOException {
    staff(1, 2, IDLE, 0);
    FakeWorker worker = join();
    submit(1);
    Thread slot = slot();
    awaitAsleep(slot);
    assertEquals(0, hired.get(), "the only task runs");
    submit(2);
    assertEquals(2, assigned(worker));
    awaitHired(1);
  }

  @Test
  void anIdleWorkerIsUsedBeforeAnotherIsWanted() throws IOException {
    staff(0, 2, IDLE, 0);
    Thread slot = slot();
    join();
    submit(1);
    awaitAsleep(slot);
    assertEquals(0, hired.get());
  }

  @Test
  void aWorkerThatWasLostIsReplacedIfItIsNeeded() throws IOException {
    staff(1, 2, IDLE, 0);
    FakeWorker one = join();
    FakeWorker other = join();
    Thread slot = slot();
    other.die();
    awaitAsleep(slot);
    assertEquals(0, hired.get());
    one.die();
    awaitHired(1);
  }

  @Test
  void aStartThatFailedIsRepeatedWhileTasksWait() {
    staff(0, 2, IDLE, 0);
    submit(1);
    slot();
    awaitHired(1);
    dispatcher.lanes().startFailed();
    awaitHired(2);
  }

  @Test
  void slotsThatWaitEndWithThePool() throws InterruptedException {
    staff(0, 2, IDLE, 0);
    Thread one = slot();
    Thread other = slot();
    awaitAsleep(one);
    awaitAsleep(other);
    dispatcher.close();
    dispatcher.release();
    one.join();
    other.join();
    assertEquals(1, stops.get());
  }

  @Test
  void slotsThatWaitEndWithABrokenPool() throws InterruptedException {
    staff(0, 2, IDLE, 0);
    Thread slot = slot();
    awaitAsleep(slot);
    dispatcher.breakDown(new io.forkpool.WorkerInitializationException("broken", null));
    slot.join();
  }

  @Test
  void whatWaitsInAClosedPoolStillGetsAWorker() throws Exception {
    staff(0, 1, IDLE, 0);
    SingleCall<Integer> call = submit(7);
    dispatcher.close();
    dispatcher.release();
    assertTrue(dispatcher.lanes().awaitVacancy());
    dispatcher.lanes().startFailed(); // FakeWorker begins a start of its own
    join().serveNext();
    assertEquals(7, call.future().get());
    assertFalse(dispatcher.lanes().awaitVacancy());
  }

  @Test
  void aWorkerAboveTheLeastLeavesWhenItHasBeenIdleForLong() throws Exception {
    staff(1, 2, IDLE, 0);
    FakeWorker one = join();
    FakeWorker other = join();
    time.addAndGet(IDLE);
    assertFalse(dispatcher.lanes().awaitTurn(other.lane));
    assertEquals(FrameType.STOP, other.receiveFrame().type());
    assertEquals(new Departure(WorkerEnd.IDLE, 0), other.die());
    assertEquals(0, dispatcher.snapshot().lostWorkers());
    assertEquals(LaneState.IDLE, one.lane.state());
    CompletableFuture<Boolean> turn = awaitTurn(one);
    submit(1);
    assertTrue(turn.get(), "the least worker stays");
  }

  @Test
  void allWorkersLeaveWhereNoneHasToStay() throws Exception {
    staff(0, 2, IDLE, 0);
    List<FakeWorker> workers = new ArrayList<>(List.of(join(), join()));
    time.addAndGet(IDLE);
    for (FakeWorker worker : workers) {
      assertFalse(dispatcher.lanes().awaitTurn(worker.lane));
      worker.die();
    }
    assertEquals(0, dispatcher.snapshot().idle());
  }

  @Test
  void workIsWhatEndsIdleness() throws Exception {
    staff(0, 1, IDLE, 0);
    FakeWorker worker = join();
    submit(1);
    time.addAndGet(2 * IDLE);
    worker.serveNext();
    CompletableFuture<Boolean> turn = awaitTurn(worker);
    time.addAndGet(IDLE - 1);
    submit(2);
    assertTrue(turn.get());
  }

  /** Its slot's thread sleeps without a limit, since it was the only one. */
  @Test
  void aWorkerThatHadToStayLeavesWhenAnotherHasCome() throws Exception {
    long idle = 1_000; // the thread looks that often, since this clock stands still
    staff(1, 2, idle, 0);
    FakeWorker one = join();
    time.addAndGet(idle);
    CompletableFuture<Boolean> turn = awaitTurn(one);
    SingleCall<Integer> call = single(PLAIN);
    Lane lane = dispatcher.intake().submitDirect(call, FakeWorker.arguments(1));
    assertEquals(one.lane, lane);
    FakeWorker busy = join();
    submit(2);
    one.serveNext();
    time.addAndGet(idle);
    assertFalse(turn.get());
    assertEquals(WorkerEnd.IDLE, one.die().why());
    busy.serveNext();
  }

  private CompletableFuture<Boolean> awaitTurn(FakeWorker worker) {
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                turn.complete(dispatcher.lanes().awaitTurn(worker.lane));
              } catch (InterruptedException e) {
                turn.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    await()
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING
                    || turn.isDone());
    return turn;
  }

  @Test
  void anIdleWorkerLeavesAtItsAge() throws Exception {
    staff(1, 1, 0, AGE);
    FakeWorker worker = join();
    time.addAndGet(AGE);
    assertFalse(dispatcher.lanes().awaitTurn(worker.lane));
    assertEquals(WorkerEnd.AGE, worker.die().why());
    assertTrue(dispatcher.lanes().awaitVacancy());
  }

  @Test
  void aBusyWorkerFinishesWhatItHasBegunAtItsAge() throws Exception {
    staff(1, 1, 0, AGE);
    FakeWorker old = join();
    SingleCall<Integer> running = submit(1);
    Sent begun = old.beginNext();
    SingleCall<Integer> ahead = submit(2);
    time.addAndGet(AGE);
    old.answer(begun);
    assertEquals(1, running.future().get());
    assertTrue(old.lane.isStopping());
    old.skipNext();
    assertEquals(new Departure(WorkerEnd.AGE, 0), old.die());
    FakeWorker young = join();
    young.serveNext();
    assertEquals(2, ahead.future().get());
    assertEquals(LaneState.IDLE, young.lane.state());
  }

  @Test
  void aWorkerBelowItsAgeGoesOn() throws Exception {
    staff(1, 1, 0, AGE);
    FakeWorker worker = join();
    time.addAndGet(AGE - 1);
    submit(1);
    worker.serveNext();
    assertEquals(LaneState.IDLE, worker.lane.state());
  }

  @Test
  void workersThatBeganTogetherEndOneAfterTheOther() throws Exception {
    staff(4, 4, 0, AGE);
    List<FakeWorker> workers = List.of(join(), join(), join(), join());
    time.addAndGet(AGE - AGE / 40 * 3 / 4);
    for (FakeWorker worker : workers.subList(0, 3)) {
      assertFalse(awaitTurn(worker).isDone());
    }
    assertFalse(dispatcher.lanes().awaitTurn(workers.get(3).lane));
    assertEquals(3, dispatcher.snapshot().idle());
  }
}
