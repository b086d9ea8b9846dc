package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.TaskContext;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskOptions;
import io.forkpool.TaskTimeoutException;
import io.forkpool.WorkerLostException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Time limits, retries and chunk sizes of single calls. */
public abstract class OptionsContract extends ContractBase {

  @Test
  void aTaskBeyondItsTimeLimitIsKilledAndTheOthersComplete() {
    Pool pool = pool(2);
    Duration limit = Duration.ofSeconds(2);
    Pool limited = pool.with(TaskOptions.defaults().withTimeout(limit));
    List<Long> pids = awaitWorkers(pool);
    List<CompletableFuture<Integer>> before = submitSquares(pool, 10);
    long start = System.nanoTime();
    CompletableFuture<Integer> endless = limited.applyAsync(() -> Tasks.spin());
    List<CompletableFuture<Integer>> after = submitSquares(limited, 10);
    TaskTimeoutException e = failure(TaskTimeoutException.class, endless);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertEquals(limit, e.limit());
    assertTrue(taken.compareTo(limit) >= 0, "failed after " + taken);
    assertTrue(taken.compareTo(PROMPT) < 0, "failed after " + taken);
    assertSquares(before);
    assertSquares(after);
    assertFullSize(pool);
    assertEquals(1, pids.stream().filter(pid -> !pool.workerPids().contains(pid)).count());
  }

  @Test
  void thePoolsTimeLimitHoldsForCallsWithoutOne() {
    Pool pool = open(builder(1).taskTimeout(Duration.ofMillis(700)));
    assertThrows(TaskTimeoutException.class, () -> pool.apply(() -> Tasks.spin()));
    Pool generous = pool.with(TaskOptions.defaults().withTimeout(Duration.ofSeconds(30)));
    assertTrue(generous.apply(Tasks::pidAfter, 1_000) > 0);
    assertThrows(
        TaskTimeoutException.class,
        () -> pool.with(TaskOptions.defaults().withRetries(2)).apply(() -> Tasks.spin()));
    awaitWorkers(pool);
    assertEquals(squaresBelow(20), generous.map(Tasks::square, range(20), 1));
  }

  @Test
  void theTimeLimitOfAMapIsPerTask() {
    Pool pool = pool(1);
    Pool limited = pool.with(TaskOptions.defaults().withTimeout(Duration.ofSeconds(2)));
    List<Integer> naps = Collections.nCopies(21, 100);
    assertEquals(21, limited.map(Tasks::pidAfter, naps, 21).size());
    Pool strict = pool.with(TaskOptions.defaults().withTimeout(Duration.ofMillis(900)));
    assertThrows(
        TaskTimeoutException.class, () -> strict.map(Tasks::pidAfter, List.of(1, 60_000, 1), 3));
    assertFullSize(pool);
  }

  @Test
  void waitingInTheQueueIsNotCounted() {
    Pool pool = pool(1);
    Gate gate = gate();
    CompletableFuture<String> busy = pool.applyAsync(name -> Tasks.waitAt(gate, name), "busy");
    gate.awaitMark("begun-busy");
    Pool limited = pool.with(TaskOptions.defaults().withTimeout(Duration.ofSeconds(2)));
    CompletableFuture<Integer> queued = limited.applyAsync(Tasks::square, 3);
    assertFalse(isDoneWithin(Duration.ofMillis(2_200), queued), "done before its turn");
    gate.mark("go-busy");
    assertEquals("busy", get(busy));
    assertEquals(9, get(queued).intValue());
  }

  /** Waits for that long at most, and tells whether the future was done by then. */
  private static boolean isDoneWithin(Duration time, CompletableFuture<?> future) {
    try {
      future.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLostTaskIsRunAgainAsOftenAsAllowed() {
    Pool pool = pool(2);
    Gate gate = gate();
    Pool retrying = pool.with(TaskOptions.defaults().withRetries(2));
    assertEquals(3, retrying.<String, Integer>apply(name -> dieUntil(3, gate, name), "twice"));
    assertThrows(
        WorkerLostException.class,
        () -> retrying.<String, Integer>apply(name -> dieUntil(4, gate, name), "thrice"));
    assertEquals(3, gate.marks("attempt-thrice").size());
    assertFullSize(pool);
  }

  @Test
  void lostTasksOfAMapAreRunAgain() {
    Pool pool = pool(2);
    Gate gate = gate();
    Pool retrying = pool.with(TaskOptions.defaults().withRetries(1));
    List<Integer> attempts =
        retrying.map(x -> x % 10 == 3 ? dieUntil(2, gate, "map" + x + "-") : x, range(30), 5);
    List<Integer> expected = range(30).stream().map(x -> x % 10 == 3 ? 2 : x).toList();
    assertEquals(expected, attempts);
    assertFullSize(pool);
  }

  /** A result that is lost with a worker is lost once: its task is not blamed again and again. */
  @Test
  void quickTasksOutliveTheDeathsOfOthers() {
    Pool pool = pool(1);
    Pool retrying = pool.with(TaskOptions.defaults().withRetries(1));
    List<Integer> results = retrying.map(x -> x % 10 == 9 ? dieFirst(x) : x, range(60), 10);
    assertEquals(range(60), results);
    assertFullSize(pool);
  }

  private static int dieFirst(int x) throws Exception {
    if (TaskContext.attempt() == 1) {
      Tasks.befall(Mishap.HALT);
    }
    return x;
  }

  /** Halts its worker until it is run for the given time. */
  private static int dieUntil(int last, Gate gate, String name) throws Exception {
    int attempt = gate.marks("attempt-" + name).size() + 1;
    gate.mark("attempt-" + name + attempt);
    if (attempt < last) {
      Tasks.befall(Mishap.HALT);
    }
    return attempt;
  }

  @Test
  void aTaskThatThrowsIsNotRunAgain() {
    Pool pool = pool(1);
    Gate gate = gate();
    Pool retrying = pool.with(TaskOptions.defaults().withRetries(5));
    assertThrows(
        TaskFailedException.class,
        () ->
            retrying.apply(
                x -> {
                  gate.mark("attempt-" + gate.marks("attempt-").size());
                  return Tasks.fail(x);
                },
                1));
    assertEquals(1, gate.marks("attempt-").size());
  }

  @Test
  void theChunkSizeOfAViewIsObeyed() {
    Pool pool = pool(2);
    Tasks.Counting counting = new Tasks.Counting();
    Pool inOne = pool.with(TaskOptions.defaults().withChunkSize(50));
    // In one chunk means in one worker: its copy of the function counts all calls.
    assertEquals(range(51).subList(1, 51), inOne.map(counting, range(50)));
  }

  @Test
  void aViewSharesThePoolAndItsEnd() {
    Pool pool = pool(1);
    Pool view = pool.with(TaskOptions.defaults().withRetries(1));
    assertEquals(awaitWorkers(pool), view.workerPids());
    view.close();
    assertThrows(RejectedExecutionException.class, () -> pool.apply(Tasks::square, 1));
    assertTrue(pool.join(PROMPT));
    assertTrue(view.join(PROMPT));
  }
}
