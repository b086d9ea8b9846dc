package io.forkpool.core.child;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.SerializableCallable;
import io.forkpool.SerializableFunction;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameType;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a worker does with what its parent sends. */
class WorkerLoopTest extends WorkerLoopTestBase {
  @Test
  void tasksOfAChunkAreRunInOrder() throws IOException {
    with((Integer x) -> x * x, List.of(1, 2, 3)).call(FUNCTION, 3);
    assertEquals(List.of(1, 4, 9), receiveChunk(1));
  }

  @Test
  void argumentMayItselfBeWhatIsCalled() throws IOException {
    with((SerializableCallable<String>) () -> "called").call(Frame.CALLABLE, 1);
    assertEquals(List.of("called"), receiveChunk(1));
  }

  @Test
  void outcomeLeavesBeforeTheNextTaskBegins() throws Exception {
    with(WorkerLoopTest::passGate, List.of(0, 1, 1)).call(FUNCTION, 3);
    Answer first = receive();
    assertEquals(List.of(0), first.outcomes());
    assertFalse(first.frame().has(Frame.LAST));
    await().until(() -> shared.begun(1) == 2); // the second runs, and waits at the gate
    GATE.release();
    assertEquals(List.of(1), receive().outcomes());
    GATE.release();
    Answer last = receive();
    assertEquals(List.of(1), last.outcomes());
    assertTrue(last.frame().has(Frame.LAST));
    assertTrue(last.frame().detail() > 0, "nanoseconds");
  }

  @Test
  void clockIsNotedBeforeEachTask() throws Exception {
    with(WorkerLoopTest::passGate, List.of(1, 1)).call(FUNCTION, 2);
    await().until(() -> shared.begun(1) == 1);
    long first = shared.clock();
    long now = System.nanoTime();
    GATE.release();
    receive();
    await().until(() -> shared.begun(1) == 2);
    assertTrue(first - now < 0, "the first task's is from before it ran");
    assertTrue(shared.clock() - now > 0, "the second task's is from before the first has ended");
    GATE.release();
    receive();
  }

  private static int passGate(int permits) throws InterruptedException {
    GATE.acquire(permits);
    return permits;
  }

  @Test
  void aWorkerThatHasGrownAsksToBeReplacedWithItsLastOutcome() throws IOException {
    memoryTaken = 100;
    with((Integer x) -> x, List.of(1)).call(FUNCTION, 1);
    assertFalse(receive().frame().has(Frame.RETIRE));
    memoryTaken = 101;
    nanos = 1_000_000_000;
    with((Integer x) -> x, List.of(1, 2)).call(FUNCTION, 2);
    assertFalse(receive().frame().has(Frame.RETIRE));
    Frame last = receive().frame();
    assertTrue(last.has(Frame.LAST) && last.has(Frame.RETIRE) && last.has(Frame.LARGE));
  }

  @Test
  void outcomesOfTinyTasksWaitForEachOtherWhereNobodySeesThem() throws IOException {
    int count = 20_000;
    List<Integer> arguments = IntStream.range(0, count).boxed().toList();
    with(x -> x, arguments).call(FUNCTION | Frame.COALESCE, count);
    List<Object> all = new ArrayList<>();
    int frames = 0;
    while (all.size() < count) {
      all.addAll(receive().outcomes());
      frames++;
    }
    assertEquals(arguments, all);
    assertTrue(frames < count / 20, frames + " frames");
  }

  @Test
  void outcomesDoNotWaitForALongTask() throws Exception {
    with(x -> spin(2_000_000), List.of(0)).call(FUNCTION | Frame.COALESCE, 1);
    receiveChunk(1);
    with(
            x -> {
              spin(2_000_000);
              return passGate(x);
            },
            List.of(0, 1))
        .call(FUNCTION | Frame.COALESCE, 2);
    assertEquals(List.of(0), receive().outcomes());
    GATE.release();
    assertEquals(List.of(1), receive().outcomes());
  }

  private static int spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return 0;
  }

  @Test
  void lastOutcomesLeaveWhenThereIsNothingMoreToDo() throws IOException {
    for (int i = 1; i <= 20; i++) {
      with((Integer x) -> x, List.of(i)).call(FUNCTION | Frame.COALESCE, 1);
      assertEquals(List.of(i), receiveChunk(i));
    }
  }

  /** Counts its calls. */
  private static final class Counter implements SerializableFunction<Object, Integer> {
    private static final long serialVersionUID = 1L;
    private int calls;

    @Override
    public Integer apply(Object ignored) {
      return ++calls;
    }
  }

  @Test
  void functionIsKeptWithItsStateForFurtherChunks() throws IOException {
    with(new Counter(), List.of("a", "b")).call(FUNCTION | KEEP, 2);
    with("c").call(KEEP, 1);
    assertEquals(List.of(1, 2), receiveChunk(1));
    assertEquals(List.of(3), receiveChunk(2));
    with(new Counter(), List.of("d")).call(FUNCTION | KEEP, 1);
    assertEquals(List.of(1), receiveChunk(3));
  }

  @Test
  void functionIsForgottenUnlessItIsToBeKept() throws IOException {
    with(new Counter(), List.of("a")).call(FUNCTION, 1);
    with("b").call(KEEP, 1);
    receiveChunk(1);
    failure(TaskFailedException.class, receiveChunk(2).get(0));
  }

  @Test
  void functionIsForgottenWhenTheParentSaysSo() throws IOException {
    with(new Counter(), List.of("a")).call(FUNCTION | KEEP, 1);
    send(FrameType.FORGET);
    with("b").call(KEEP, 1);
    receiveChunk(1);
    failure(TaskFailedException.class, receiveChunk(2).get(0));
  }

  @Test
  void chunkThatWasTakenBackIsSkipped() throws IOException {
    shared.revoke(0);
    with((Integer x) -> x, List.of(1, 2)).call(FUNCTION, 2, 0);
    with((Integer x) -> x, List.of(3)).call(FUNCTION, 1, 1);
    assertEquals(List.of(3), receiveChunk(2));
    assertEquals(2, shared.claimed());
    assertEquals(0, shared.begun(1));
  }

  @Test
  void largeChunkThatWasTakenBackIsSkipped() throws IOException {
    shared.revoke(0);
    with((byte[] x) -> x, List.of(new byte[3_000_000])).call(FUNCTION, 1, 0);
    pair.parent().flush(); // it is read past
    with((Integer x) -> x, List.of(3)).call(FUNCTION, 1, 1);
    assertEquals(List.of(3), receiveChunk(2));
  }

  @Test
  void functionThatCannotBeDecodedFailsEachTaskOfItsChunks() throws IOException {
    withGarbage().with(1).with(2).call(FUNCTION | KEEP, 2);
    with(3).call(KEEP, 1);
    with((Integer x) -> x, List.of(4)).call(FUNCTION, 1);
    for (Object outcome : receiveChunk(1)) {
      failure(TaskSerializationException.class, outcome);
    }
    failure(TaskSerializationException.class, receiveChunk(2).get(0));
    assertEquals(List.of(4), receiveChunk(3), "the next call");
  }

  @Test
  void argumentThatCannotBeDecodedFailsItsTaskOnly() throws IOException {
    with((SerializableFunction<Integer, Integer>) x -> x);
    with(1).withGarbage().with(3).call(FUNCTION, 3);
    List<Object> outcomes = receiveChunk(1);
    assertEquals(1, outcomes.get(0));
    failure(TaskSerializationException.class, outcomes.get(1));
    assertEquals(3, outcomes.get(2));
  }

  @Test
  void resultThatCannotTravelFailsItsTaskOnly() throws IOException {
    with(x -> x == 2 ? Thread.currentThread() : x, List.of(1, 2, 3)).call(FUNCTION, 3);
    List<Object> outcomes = receiveChunk(1);
    assertEquals(1, outcomes.get(0));
    failure(TaskSerializationException.class, outcomes.get(1));
    assertEquals(3, outcomes.get(2));
  }

  @Test
  void whateverATaskThrowsFailsItsTaskOnly() throws IOException {
    with(WorkerLoopTest::misbehave, List.of(0, 1, 2, 3, 4)).call(FUNCTION, 5);
    List<Object> outcomes = receiveChunk(1);
    assertCause(IOException.class, outcomes.get(0));
    assertCause(StackOverflowError.class, outcomes.get(1));
    assertCause(AssertionError.class, outcomes.get(2));
    assertCause(TaskSerializationException.class, outcomes.get(3));
    assertEquals(4, outcomes.get(4));
  }

  private static int misbehave(int how) throws IOException {
    switch (how) {
      case 0 -> throw new IOException("checked");
      case 1 -> throw new StackOverflowError();
      case 2 -> throw new AssertionError("error");
      case 3 -> throw new TaskSerializationException("of a pool within", null, null, null);
      default -> {
        return how;
      }
    }
  }

  private void assertCause(Class<? extends Throwable> type, Object outcome) {
    assertInstanceOf(type, failure(TaskFailedException.class, outcome).getCause());
  }

  @Test
  void interruptOfATaskDoesNotReachTheNext() throws IOException {
    with(WorkerLoopTest::interruptOrLook, List.of(true, false, true)).call(FUNCTION, 3);
    with(WorkerLoopTest::interruptOrLook, List.of(false)).call(FUNCTION, 1);
    assertEquals(List.of(false, false, false), receiveChunk(1));
    assertEquals(List.of(false), receiveChunk(2));
  }

  private static boolean interruptOrLook(boolean interrupt) {
    boolean before = Thread.currentThread().isInterrupted();
    if (interrupt) {
      Thread.currentThread().interrupt();
    }
    return before;
  }

  @Test
  void workerThatRanOutOfMemoryAsksToBeReplaced() throws IOException {
    with(
            x -> {
              if (x == 1) {
                throw new OutOfMemoryError("as if");
              }
              return x;
            },
            List.of(0, 1, 2))
        .call(FUNCTION, 3);
    List<Object> outcomes = new ArrayList<>();
    Answer answer;
    do {
      answer = receive();
      outcomes.addAll(answer.outcomes());
      assertEquals(answer.frame().has(Frame.LAST), answer.frame().has(Frame.RETIRE));
    } while (!answer.frame().has(Frame.LAST));
    assertEquals(0, outcomes.get(0));
    assertCause(OutOfMemoryError.class, outcomes.get(1));
    assertEquals(2, outcomes.get(2));
  }

  @Test
  void taskIsKnownToHaveBegunBeforeItsArgumentIsDecoded() throws Exception {
    with((SerializableFunction<Object, Object>) x -> x);
    with(0).with(new Observing()).call(FUNCTION, 2);
    assertEquals(0, receive().outcomes().get(0));
    assertEquals(2, ((Observing) receive().outcomes().get(0)).begun);
  }

  /** Notes, when it is decoded in the worker, how many tasks were known to have begun. */
  private static final class Observing implements java.io.Serializable {
    private static final long serialVersionUID = 1L;
    private int begun;

    private void writeObject(java.io.ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }

    private void readObject(java.io.ObjectInputStream in)
        throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      if (begun == 0) {
        begun = shared.begun(1);
      }
    }
  }

  @Test
  void largeArgumentsAndResultsTravel() throws IOException {
    byte[] large = new byte[5_000_000];
    large[4_999_999] = 7;
    with((byte[] x) -> x, List.of(large)).call(FUNCTION, 1);
    assertArrayEquals(large, (byte[]) receiveChunk(1).get(0));
  }

  @Test
  void workerStopsWhenItIsTold() throws Exception {
    with((Integer x) -> x, List.of(1)).call(FUNCTION | Frame.COALESCE, 1);
    receiveChunk(1);
    send(FrameType.STOP);
    worker.get();
  }

  @Test
  void workerEndsWhenItsParentHasGone() {
    pair.parent().close();
    ExecutionException end = assertThrows(ExecutionException.class, () -> worker.get());
    assertInstanceOf(EOFException.class, end.getCause());
  }

  @Test
  void frameThatIsNotForAWorkerEndsIt() throws IOException {
    send(FrameType.READY);
    ExecutionException end = assertThrows(ExecutionException.class, () -> worker.get());
    assertInstanceOf(IOException.class, end.getCause());
  }
}
