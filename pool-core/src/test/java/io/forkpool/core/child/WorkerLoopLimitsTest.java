package io.forkpool.core.child;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.SerializableCallable;
import io.forkpool.TaskContext;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskTimeoutException;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.TaskTerms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Soft limits, attempts, and what a worker does not run. */
class WorkerLoopLimitsTest extends WorkerLoopTestBase {
  private static final int TERMS = Frame.HAS_TERMS | FUNCTION;
  private static final long MILLI = 1_000_000;

  /** How many tasks have reached {@link #pass}. */
  private static final Semaphore REACHED = new Semaphore(0);

  private void callWithTerms(int attempt, long softLimitNanos, int flags, int count)
      throws IOException {
    terms = new TaskTerms(attempt, softLimitNanos);
    call(flags | TERMS, count);
  }

  private static Object sleepOrReturn(int millis) throws InterruptedException {
    if (millis < 0) {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        return "cleaned up";
      }
    }
    Thread.sleep(millis);
    return Thread.currentThread().isInterrupted();
  }

  private static int pass(int number) throws InterruptedException {
    REACHED.release();
    GATE.acquire();
    return number;
  }

  @Test
  void lateTaskIsInterruptedAndFailsWithWhatItThrew() throws Exception {
    with(WorkerLoopLimitsTest::sleepOrReturn, List.of(60_000, 0));
    callWithTerms(1, 1_000 * MILLI, 0, 2); // enough for the second, on a busy machine, too
    List<Object> outcomes = receiveChunk(1);
    TaskTimeoutException late = failure(TaskTimeoutException.class, outcomes.get(0));
    assertEquals(TaskTimeoutException.Kind.SOFT, late.kind());
    assertEquals(Duration.ofSeconds(1), late.limit());
    assertInstanceOf(InterruptedException.class, late.getCause());
    assertEquals(false, outcomes.get(1), "the interrupt has reached the next task");
  }

  @Test
  void lateTaskThatReturnsHasItsResult() throws Exception {
    with(WorkerLoopLimitsTest::sleepOrReturn, List.of(-1));
    callWithTerms(1, 20 * MILLI, 0, 1);
    assertEquals(List.of("cleaned up"), receiveChunk(1));
  }

  @Test
  void taskThatIsNotLateFailsAsEver() throws Exception {
    with(
        x -> {
          throw new IllegalStateException("boom");
        },
        List.of(1));
    callWithTerms(1, 60_000 * MILLI, 0, 1);
    TaskFailedException e = failure(TaskFailedException.class, receiveChunk(1).get(0));
    assertEquals("boom", e.getCause().getMessage());
  }

  @Test
  void taskIsToldWhichAttemptItIs() throws Exception {
    SerializableCallable<Integer> attempt = TaskContext::attempt;
    with(attempt);
    call(Frame.CALLABLE, 1);
    assertEquals(List.of(1), receiveChunk(1));
    with(x -> TaskContext.attempt(), List.of(0, 0));
    callWithTerms(3, 0, 0, 2);
    assertEquals(List.of(3, 3), receiveChunk(2));
    await("that no task is running").until(() -> TaskContext.attempt() == 0);
  }

  @Test
  void restOfADroppedChunkIsSkipped() throws Exception {
    REACHED.drainPermits();
    with(WorkerLoopLimitsTest::pass, List.of(10, 20, 30));
    call(FUNCTION | KEEP, 3);
    REACHED.acquire();
    shared.drop(1);
    GATE.release(3);
    Answer answer = receive();
    assertEquals(List.of(10), answer.outcomes());
    assertTrue(answer.frame().has(Frame.LAST) && answer.frame().has(Frame.SKIPPED));
    with(WorkerLoopLimitsTest::pass, List.of(40));
    call(FUNCTION, 1);
    assertEquals(List.of(40), receiveChunk(2));
    assertEquals(1, REACHED.availablePermits(), "a task was run that nobody wants");
  }

  @Test
  void chunkThatWasDroppedBeforeIsNotEvenDecoded() throws Exception {
    shared.drop(1);
    withGarbage().with("x").with("y");
    call(FUNCTION, 2);
    Answer answer = receive();
    assertEquals(List.of(), answer.outcomes());
    assertTrue(answer.frame().has(Frame.SKIPPED));
    with(x -> x, List.of(5));
    call(FUNCTION, 1);
    assertEquals(List.of(5), receiveChunk(2));
  }

  @Test
  void condemnedWorkerReportsWhatItHasDoneAndBeginsNothing() throws Exception {
    REACHED.drainPermits();
    with(WorkerLoopLimitsTest::pass, List.of(10, 20));
    call(FUNCTION | Frame.COALESCE | KEEP, 2);
    REACHED.acquire();
    assertTrue(shared.condemn(shared.progress()));
    GATE.release(2);
    Answer answer = receive();
    assertEquals(List.of(10), answer.outcomes());
    assertEquals(0, answer.frame().flags() & Frame.LAST);
    with(WorkerLoopLimitsTest::pass, List.of(30));
    call(FUNCTION, 1);
    pair.parent().close();
    awaitEndOfStream();
    assertEquals(0, REACHED.availablePermits(), "a condemned worker has begun a task");
  }

  @Test
  void outcomesOfOneCallDoNotWaitForTheTaskOfAnother() throws Exception {
    REACHED.drainPermits();
    with(x -> x, List.of(1)); // its answer leaves at once, so the next one's may wait
    offer(FUNCTION, 1);
    with(x -> x, List.of(2));
    offer(FUNCTION | KEEP | Frame.COALESCE, 1);
    with(WorkerLoopLimitsTest::pass, List.of(3));
    call(FUNCTION, 1); // all three in one
    REACHED.acquire();
    assertEquals(List.of(1), receiveChunk(1));
    assertEquals(List.of(2), receiveChunk(2));
    GATE.release();
    assertEquals(List.of(3), receiveChunk(3));
  }
}
