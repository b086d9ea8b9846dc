package io.forkpool.core.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.QueueLimit;
import io.forkpool.QueueLimit.WhenFull;
import io.forkpool.RetryPolicy;
import io.forkpool.TaskTimeoutException;
import io.forkpool.WorkerInitializationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A queue with a limit: who waits, who is refused, and who wakes them. */
class RoomTest extends DispatchTestBase {
  private final List<Thread> submitters = new ArrayList<>();

  private void limit(QueueLimit limit) {
    dispatcher =
        new Dispatcher(
            new Staffing(2, 2, 0, 0, 0),
            Optional.of(limit),
            Ticker.SYSTEM,
            () -> {},
            stops::incrementAndGet);
  }

  private FutureTask<SingleCall<Integer>> submitElsewhere(SingleCall<Integer> call) {
    FutureTask<SingleCall<Integer>> task =
        new FutureTask<>(
            () -> {
              dispatcher.intake().submit(call, FakeWorker.arguments(9));
              return call;
            });
    Thread thread = new Thread(task, "submits");
    thread.setDaemon(true);
    thread.start();
    submitters.add(thread);
    return task;
  }

  /** Submits on a thread that is seen to wait. */
  private FutureTask<SingleCall<Integer>> blockedSubmission() {
    FutureTask<SingleCall<Integer>> task = submitElsewhere(single(PLAIN));
    Thread thread = submitters.get(submitters.size() - 1);
    await().until(() -> thread.getState() == Thread.State.WAITING || task.isDone());
    assertFalse(task.isDone(), "it did not wait");
    return task;
  }

  private static Throwable failureOf(FutureTask<?> task) {
    return assertThrows(ExecutionException.class, task::get).getCause();
  }

  @Test
  void whoBringsMoreThanTheLimitWaitsUntilAWorkerTakesSome() throws Exception {
    limit(QueueLimit.ofTasks(2));
    submit(1);
    submit(2);
    FutureTask<SingleCall<Integer>> third = blockedSubmission();
    assertEquals(2, dispatcher.snapshot().queued());
    FakeWorker worker = join();
    third.get();
    for (int i = 0; i < 3; i++) {
      worker.serveNext();
    }
    assertEquals(9, third.get().future().get());
  }

  @Test
  void bytesCountWithTheFunctionsOfSingleTasks() throws Exception {
    limit(QueueLimit.ofBytes(31)); // a task has 8 for its argument and 8 for its function
    submit(1);
    FutureTask<SingleCall<Integer>> second = blockedSubmission();
    join();
    second.get();
  }

  @Test
  void whatIsLargerThanTheLimitEntersAnEmptyQueue() {
    limit(QueueLimit.ofBytes(1));
    submit(1);
    assertEquals(1, dispatcher.snapshot().queued());
    blockedSubmission();
  }

  @Test
  void thoseWhoWaitEnterInTheirOrder() throws Exception {
    limit(QueueLimit.ofTasks(2));
    SingleCall<Integer> first = submit(1);
    SingleCall<Integer> second = submit(2);
    FutureTask<?> many = publishElsewhere(beginBatch(PLAIN, 2), 2);
    FutureTask<SingleCall<Integer>> one = blockedSubmission();
    first.future().cancel(false); // there is room for one, but two came first
    second.future().cancel(false);
    many.get();
    assertFalse(one.isDone());
    join();
    one.get();
  }

  @Test
  void whoComesLaterDoesNotOvertakeThoughItWouldFit() throws Exception {
    limit(QueueLimit.ofTasks(2));
    SingleCall<Integer> first = submit(1);
    FutureTask<?> many = publishElsewhere(beginBatch(PLAIN, 2), 2); // there is room for one
    FutureTask<SingleCall<Integer>> one = blockedSubmission();
    first.future().cancel(false);
    many.get();
    assertFalse(one.isDone());
    join();
    one.get();
  }

  private FutureTask<?> publishElsewhere(BatchCall<Integer> call, int count) {
    FutureTask<?> task = new FutureTask<>(() -> publish(call, 0, count), null);
    Thread thread = new Thread(task, "feeds");
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return task;
  }

  @Test
  void refusalSaysHowFullTheQueueIs() {
    limit(QueueLimit.ofTasks(2).andBytes(1000).whenFull(WhenFull.REJECT));
    submit(1);
    submit(2);
    RejectedExecutionException e = assertThrows(RejectedExecutionException.class, () -> submit(3));
    assertTrue(
        e.getMessage()
            .startsWith("the queue is full: 2 of at most 2 tasks and 32 of at most 1000 bytes"),
        e.getMessage());
    assertThrows(RejectedExecutionException.class, () -> beginBatch(PLAIN, 5));
  }

  @Test
  void cancelledCallDoesNotWait() throws Exception {
    limit(QueueLimit.ofTasks(1));
    submit(1);
    SingleCall<Integer> call = single(PLAIN);
    FutureTask<SingleCall<Integer>> waiting = submitElsewhere(call);
    await().until(() -> submitters.get(0).getState() == Thread.State.WAITING);
    assertTrue(call.future().cancel(false));
    waiting.get();
    assertEquals(1, dispatcher.snapshot().queued());
  }

  @Test
  void cancelledTasksMakeRoom() throws Exception {
    limit(QueueLimit.ofTasks(1));
    SingleCall<Integer> queued = submit(1);
    FutureTask<SingleCall<Integer>> waiting = blockedSubmission();
    queued.future().cancel(false);
    waiting.get();
    assertEquals(1, dispatcher.snapshot().queued());
  }

  @Test
  void endOfThePoolWakesWhoWaits() {
    limit(QueueLimit.ofTasks(1));
    submit(1);
    FutureTask<SingleCall<Integer>> one = blockedSubmission();
    FutureTask<SingleCall<Integer>> other = blockedSubmission();
    dispatcher.terminate();
    assertInstanceOf(RejectedExecutionException.class, failureOf(one));
    assertInstanceOf(RejectedExecutionException.class, failureOf(other));
  }

  @Test
  void deadlineWakesWhoWaits() throws Exception {
    limit(QueueLimit.ofTasks(1));
    submit(1);
    SingleCall<Integer> late = single(new CallOptions(0, 0, 1, RetryPolicy.none(), 0));
    FutureTask<SingleCall<Integer>> waiting = submitElsewhere(late);
    await()
        .until(
            () -> {
              dispatcher.runDue();
              return waiting.isDone();
            });
    waiting.get();
    ExecutionException e = assertThrows(ExecutionException.class, () -> late.future().get());
    assertInstanceOf(TaskTimeoutException.class, e.getCause());
    assertEquals(1, dispatcher.snapshot().queued());
  }

  @Test
  void closeWakesWhoWaits() {
    limit(QueueLimit.ofTasks(1));
    submit(1);
    FutureTask<SingleCall<Integer>> waiting = blockedSubmission();
    dispatcher.close();
    assertInstanceOf(RejectedExecutionException.class, failureOf(waiting));
  }

  @Test
  void breakDownWakesWhoWaits() {
    limit(QueueLimit.ofTasks(1));
    submit(1);
    FutureTask<SingleCall<Integer>> waiting = blockedSubmission();
    dispatcher.breakDown(new WorkerInitializationException("no worker", null));
    assertInstanceOf(WorkerInitializationException.class, failureOf(waiting));
  }

  @Test
  void interruptWakesWhoWaitsAndTheNextInLineEnters() throws Exception {
    limit(QueueLimit.ofTasks(1));
    submit(1);
    FutureTask<SingleCall<Integer>> first = blockedSubmission();
    FutureTask<SingleCall<Integer>> second = blockedSubmission();
    submitters.get(0).interrupt();
    assertInstanceOf(InterruptedException.class, failureOf(first));
    join();
    second.get();
  }

  @Test
  void chunkThatIsLargerThanTheLimitFills() throws Exception {
    limit(QueueLimit.ofTasks(3));
    FakeWorker worker = join();
    BatchCall<Integer> call = beginBatch(chunksOf(7), -1);
    for (int i = 0; i < 7; i++) {
      publish(call, i, i + 1);
    }
    assertEquals(7, worker.serveNext().arguments().size());
  }

  @Test
  void chunkThatCannotBeTakenUntilItIsFullIsFilled() throws Exception {
    limit(QueueLimit.ofTasks(4));
    BatchCall<Integer> call = beginBatch(chunksOf(3), -1);
    publish(call, 0, 4);
    FutureTask<?> rest = publishElsewhere(call, 4); // there is room for 3 when a chunk is taken
    FakeWorker worker = join();
    worker.serveNext();
    rest.get();
    worker.serveNext();
  }

  @Test
  void backlogIsEmptyWhenAllHasBeenTakenOrDropped() throws Exception {
    limit(QueueLimit.ofTasks(100));
    BatchCall<Integer> dropped = batch(chunksOf(2), 6);
    SingleCall<Integer> cancelled = submit(1);
    batch(chunksOf(3), 9);
    assertEquals(16, dispatcher.snapshot().queued());
    dropped.future().cancel(false);
    cancelled.future().cancel(false);
    assertEquals(9, dispatcher.snapshot().queued());
    FakeWorker dying = join();
    dying.beginNext();
    dying.die(); // what it had not begun comes back; the batch has failed
    assertEquals(0, dispatcher.snapshot().queued());
    submit(1);
    submit(2);
    assertEquals(2, dispatcher.snapshot().queued());
    FakeWorker worker = join();
    worker.serveNext();
    worker.serveNext();
    assertEquals(0, dispatcher.snapshot().queued());
  }

  @Test
  void tinyInputsOfAMapAreNotEncodedFarAhead() throws Exception {
    BatchCall<Integer> call = beginBatch(PLAIN, -1);
    int step = 1 << 16;
    for (int from = 0; from < 4 * step; from += step) {
      publish(call, from, from + step);
      assertTrue(dispatcher.intake().awaitRoom(call));
    }
    publish(call, 4 * step, 4 * step + 1);
    FutureTask<Boolean> waiting = new FutureTask<>(() -> dispatcher.intake().awaitRoom(call));
    Thread thread = new Thread(waiting, "feeds");
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING || waiting.isDone());
    assertFalse(waiting.isDone(), "it did not wait");
    join().serveNext();
    assertTrue(waiting.get());
  }

  @Test
  void streamWithLargeResultsHasFewAhead() throws Exception {
    StreamCall call = dispatcher.intake().beginStream(FakeWorker.FUNCTION, PLAIN, true);
    assertTrue(dispatcher.intake().wantsMore(call, 2, 1, 2, 16), "a task for each worker");
    assertFalse(dispatcher.intake().wantsMore(call, 3, 1, 2, 16), "more, before one has come");
    call.measured(100, 10);
    assertTrue(dispatcher.intake().wantsMore(call, 15, 1, 2, 16), "small results");
    assertFalse(dispatcher.intake().wantsMore(call, 16, 1, 2, 16));
    call.measured(4 << 20, 1);
    assertTrue(dispatcher.intake().wantsMore(call, 7, 1, 2, 16));
    assertFalse(dispatcher.intake().wantsMore(call, 8, 1, 2, 16), "more than 32 MiB");
    call.measured(1L << 30, 1);
    assertTrue(dispatcher.intake().wantsMore(call, 2, 1, 2, 16), "one for each worker");
    assertFalse(dispatcher.intake().wantsMore(call, 3, 1, 2, 16));
  }
}
