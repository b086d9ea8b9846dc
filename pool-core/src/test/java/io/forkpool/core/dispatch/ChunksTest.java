package io.forkpool.core.dispatch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameType;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Slice;
import io.forkpool.core.dispatch.FakeWorker.Sent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The calls of many tasks: what their chunks hold, and what comes of their answers. */
class ChunksTest extends DispatchTestBase {

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void resultsComeInTheOrderOfTheTasksWhoeverRanThem() throws Exception {
    FakeWorker one = join();
    FakeWorker other = join();
    BatchCall<Integer> call = batch(chunksOf(3), 10);
    Sent first = one.beginNext();
    for (int i = 0; i < 3; i++) {
      other.serveNext(); // also what was sent ahead to the first
    }
    one.answer(first);
    assertEquals(range(0, 10), call.future().get());
  }

  @Test
  void explicitChunkSizeIsObeyedHoweverTasksArePublished() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = beginBatch(chunksOf(4), -1);
    publish(call, 0, 3);
    assertEquals(0, assigned(worker), "the chunk is not full");
    publish(call, 3, 9);
    assertEquals(range(0, 4), worker.serveNext().arguments());
    assertEquals(range(4, 8), worker.serveNext().arguments());
    assertEquals(0, assigned(worker), "the last one may still become full");
    publish(call, 9, 11);
    assertEquals(0, assigned(worker));
    dispatcher.intake().allPublished(call);
    assertEquals(range(8, 11), worker.serveNext().arguments());
    assertEquals(range(0, 11), call.future().get());
  }

  @Test
  void otherCallsPassAChunkThatIsNotFull() throws Exception {
    FakeWorker worker = join();
    publish(beginBatch(chunksOf(4), -1), 0, 3);
    SingleCall<Integer> other = submit(42);
    assertEquals(List.of(42), worker.serveNext().arguments());
    assertEquals(42, other.future().get());
  }

  @Test
  void functionTravelsOnceToEachWorkerAndIsForgottenAfterTheCall() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = batch(chunksOf(1), 3);
    assertTrue(worker.serveNext().hasFunction());
    assertFalse(worker.serveNext().hasFunction());
    assertFalse(worker.serveNext().hasFunction());
    assertTrue(call.future().isDone());
    assertEquals(FrameType.FORGET, worker.receiveFrame().type());
    batch(chunksOf(1), 1);
    assertTrue(worker.receive().hasFunction());
  }

  @Test
  void onlyWorkersThatKeepTheFunctionAreToldToForgetIt() throws Exception {
    FakeWorker one = join();
    FakeWorker other = join();
    BatchCall<Integer> call = batch(chunksOf(1), 1);
    FakeWorker used = assigned(one) == 1 ? one : other;
    FakeWorker unused = used == one ? other : one;
    used.serveNext();
    assertTrue(call.future().isDone());
    assertEquals(FrameType.FORGET, used.receiveFrame().type());
    submit(1);
    submit(2);
    assertTrue(unused.receive().hasFunction(), "the first that it ever gets");
  }

  @Test
  void functionTravelsAgainAfterAnotherCall() throws Exception {
    FakeWorker worker = join();
    batch(chunksOf(1), 2);
    worker.serveNext();
    worker.serveNext();
    assertEquals(FrameType.FORGET, worker.receiveFrame().type());
    StreamCall first = dispatcher.intake().beginStream(FakeWorker.FUNCTION, chunksOf(1), true);
    publish(first, 0, 1);
    submit(7);
    publish(first, 1, 2);
    assertTrue(worker.serveNext().hasFunction());
    assertTrue(worker.serveNext().hasFunction());
    assertTrue(worker.serveNext().hasFunction());
  }

  @Test
  void functionTravelsAgainWhereTheFirstChunkWasTakenBack() throws Exception {
    FakeWorker slow = join();
    batch(chunksOf(1), 2);
    FakeWorker idle = join();
    slow.skipNext();
    slow.skipNext();
    assertTrue(slow.beginNext().hasFunction());
    assertTrue(idle.beginNext().hasFunction());
  }

  @Test
  void singleCallsNeitherKeepNorCoalesce() throws Exception {
    FakeWorker worker = join();
    submit(1);
    Frame frame = worker.receive().frame();
    assertFalse(frame.has(Frame.KEEP_FUNCTION));
    assertFalse(frame.has(Frame.COALESCE));
  }

  @Test
  void onlyBatchesCoalesce() throws Exception {
    FakeWorker worker = join();
    stream(PLAIN, 1);
    batch(PLAIN, 1);
    Frame stream = worker.receive().frame();
    assertFalse(stream.has(Frame.COALESCE));
    assertTrue(stream.has(Frame.KEEP_FUNCTION));
    assertTrue(worker.receive().frame().has(Frame.COALESCE));
  }

  @Test
  void firstFailureEndsABatchAndWhatHasNotBegun() throws Exception {
    FakeWorker worker = join();
    BatchCall<Integer> call = batch(chunksOf(1), 10);
    Sent first = worker.beginNext();
    worker.answerFailure(first, new IllegalStateException("no"));
    ExecutionException failure = assertThrows(ExecutionException.class, call.future()::get);
    assertEquals("no", failure.getCause().getCause().getMessage());
    assertEquals(0, dispatcher.snapshot().queued());
    worker.skipNext(); // it was sent ahead
    assertEquals(LaneState.IDLE, worker.lane.state());
    assertFalse(dispatcher.intake().awaitRoom(call));
  }

  @Test
  void emptyBatchIsDoneAtOnce() throws Exception {
    assertEquals(List.of(), batch(PLAIN, 0).future().get());
  }

  @Test
  void outcomesOfAPartlyAnsweredChunkAreTakenInAtOnce() throws Exception {
    FakeWorker worker = join();
    StreamCall call = stream(PLAIN, 1);
    assertEquals(List.of(0), worker.serveNext().arguments());
    assertEquals(0, take(call));
    StreamCall large = dispatcher.intake().beginStream(FakeWorker.FUNCTION, chunksOf(5), true);
    publish(large, 0, 5);
    assertEquals(FrameType.FORGET, worker.receiveFrame().type());
    Sent sent = worker.beginNext();
    worker.answer(sent, 0, 2, 0, 0);
    assertEquals(0, take(large));
    assertEquals(1, take(large));
    worker.answer(sent, 2, 5, Frame.LAST, 1);
    assertEquals(2, take(large));
  }

  @Test
  void orderedStreamWaitsForTheNextTaskInOrder() throws Exception {
    FakeWorker one = join();
    FakeWorker other = join();
    StreamCall call = dispatcher.intake().beginStream(FakeWorker.FUNCTION, chunksOf(1), true);
    publish(call, 0, 2);
    Sent first = one.beginNext();
    Sent second = other.beginNext();
    FutureTask<Object> taken = new FutureTask<>(() -> take(call));
    Thread consumer = new Thread(taken);
    consumer.start();
    boolean oneIsFirst = first.arguments().contains(0);
    (oneIsFirst ? other : one).answer(oneIsFirst ? second : first);
    await().until(() -> consumer.getState() == Thread.State.WAITING);
    assertFalse(taken.isDone());
    (oneIsFirst ? one : other).answer(oneIsFirst ? first : second);
    assertEquals(0, taken.get());
    assertEquals(1, take(call));
  }

  @Test
  void answerToAnotherQuestionIsRefused() throws Exception {
    FakeWorker worker = join();
    submit(1);
    Sent sent = worker.beginNext();
    Frame frame = sent.frame();
    Frame wrongNumber =
        new Frame(frame.type(), 0, 1, frame.sequence() + 1, frame.detail(), frame.length());
    assertThrows(IOException.class, () -> worker.answer(new Sent(wrongNumber, List.of(1))));
  }

  @Test
  void answerOfTooManyTasksOrTooFewIsRefused() throws Exception {
    assertRefused((worker, sent) -> worker.answer(new Sent(sent.frame(), List.of(0, 1, 2, 3))));
    assertRefused((worker, sent) -> worker.answer(sent, 0, 2, Frame.LAST, 1));
    assertRefused((worker, sent) -> worker.answer(sent, 0, 3, 0, 1));
  }

  private interface Answer {
    void send(FakeWorker worker, Sent sent) throws IOException;
  }

  /** By a parent that listens to such a worker no longer. */
  private void assertRefused(Answer answer) throws Exception {
    FakeWorker worker = join();
    batch(chunksOf(3), 3);
    Sent sent = worker.beginNext();
    assertThrows(MalformedFrameException.class, () -> answer.send(worker, sent));
  }

  @Test
  void otherFramesThanResultsAreRefused() throws Exception {
    FakeWorker worker = join();
    worker.pair.child().offer(new Frame(FrameType.READY, 0, 0, 0, 0, 0), Payload.EMPTY);
    worker.pair.child().flush();
    assertThrows(IOException.class, worker.lane.answers()::read);
  }

  // ---- room ----

  private static final int MEGABYTE = 1 << 20;

  private void publishMegabytes(Call call, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      byte[] item = new byte[MEGABYTE];
      item[1] = 0x0f; // its length, but for the four bytes that say so
      item[2] = (byte) 0xff;
      item[3] = (byte) 0xfc;
      Payload payload = Payload.of(List.of(new Slice(item, 0, item.length)));
      dispatcher.intake().publish(call, payload, new int[] {MEGABYTE}, 1, false);
    }
  }

  private FutureTask<Boolean> awaitRoomElsewhere(Call call) {
    FutureTask<Boolean> waiting = new FutureTask<>(() -> dispatcher.intake().awaitRoom(call));
    waitElsewhere(waiting);
    return waiting;
  }

  private static Thread waitElsewhere(FutureTask<Boolean> waiting) {
    Thread thread = new Thread(waiting, "feeds");
    thread.setDaemon(true);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING || waiting.isDone());
    return thread;
  }

  @Test
  void thereIsRoomForEightMegabytes() throws Exception {
    BatchCall<Integer> call = beginBatch(chunksOf(1), -1);
    publishMegabytes(call, 8);
    assertTrue(dispatcher.intake().awaitRoom(call));
  }

  @Test
  void callAboveThatWaitsUntilWorkersHaveTakenSome() throws Exception {
    BatchCall<Integer> call = beginBatch(chunksOf(1), -1);
    publishMegabytes(call, 10);
    FutureTask<Boolean> waiting = awaitRoomElsewhere(call);
    assertFalse(waiting.isDone());
    FakeWorker worker = join(); // takes two: 8 MB are left
    Frame first = worker.receiveFrame();
    assertTrue(worker.claims.claim(first.sequence(), first.detail()));
    worker.answer(new Sent(first, List.of(1)));
    assertTrue(waiting.get());
  }

  @Test
  void callAboveThatIsReleasedByItsEnd() throws Exception {
    BatchCall<Integer> call = beginBatch(chunksOf(1), -1);
    publishMegabytes(call, 10);
    FutureTask<Boolean> waiting = awaitRoomElsewhere(call);
    call.future().cancel(false);
    assertFalse(waiting.get());
  }

  @Test
  void callAboveThatIsReleasedByTheEndOfThePool() throws Exception {
    BatchCall<Integer> call = beginBatch(chunksOf(1), -1);
    publishMegabytes(call, 10);
    FutureTask<Boolean> waiting = awaitRoomElsewhere(call);
    dispatcher.terminate();
    assertFalse(waiting.get());
  }

  @Test
  void threadThatWaitsForRoomCanBeInterrupted() throws Exception {
    BatchCall<Integer> call = beginBatch(chunksOf(1), -1);
    publishMegabytes(call, 10);
    FutureTask<Boolean> waiting = new FutureTask<>(() -> dispatcher.intake().awaitRoom(call));
    waitElsewhere(waiting).interrupt();
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS));
    assertInstanceOf(InterruptedException.class, e.getCause());
  }

  @Test
  void threadThatWaitsForAResultGetsTheFailureOfTheWholeStream() throws Exception {
    StreamCall call = stream(PLAIN, 1);
    dispatcher.terminate();
    assertThrows(CancellationException.class, () -> dispatcher.intake().take(call));
  }
}
