package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.TaskOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What cancelling a future stops, and what it spares. */
public abstract class CancelContract extends ContractBase {

  @Test
  void cancelWithInterruptKillsARunningTaskForGood() {
    Pool pool = pool(1);
    Gate gate = gate();
    long pid = awaitWorkers(pool).get(0);
    CompletableFuture<Integer> running =
        pool.applyAsync(seconds -> LimitsContract.startTree(gate, seconds), 600);
    gate.awaitMark("tree");
    assertTrue(running.cancel(true));
    assertTrue(running.isCancelled());
    LimitsContract.awaitDeath(List.of(pid));
    LimitsContract.awaitDeath(gate.marks("started-").stream().map(Long::valueOf).toList());
    assertFullSize(pool);
  }

  @Test
  void cancelWithoutInterruptLeavesARunningTaskAlone() {
    Pool pool = pool(1);
    Gate gate = gate();
    List<Long> pids = awaitWorkers(pool);
    CompletableFuture<String> running = pool.applyAsync(name -> Tasks.waitAt(gate, name), "left");
    gate.awaitMark("begun-left");
    assertTrue(running.cancel(false));
    gate.mark("go-left");
    assertFullSize(pool);
    assertEquals(pids, pool.workerPids());
  }

  @Test
  void cancellingAMapWithInterruptStopsItsTasksEverywhere() {
    Pool pool = pool(2);
    Gate gate = gate();
    List<Long> pids = awaitWorkers(pool);
    CompletableFuture<List<String>> map =
        pool.with(TaskOptions.defaults().withChunkSize(10))
            .mapAsync(x -> Tasks.waitAt(gate, x.toString()), range(100));
    gate.awaitMarks("begun-", 2);
    assertTrue(map.cancel(true));
    LimitsContract.awaitDeath(pids);
    assertFullSize(pool);
    assertEquals(2, gate.marks("begun-").size());
  }

  @Test
  void cancellingAMapSkipsTheRestOfAChunkThatRuns() {
    Pool pool = pool(1);
    Gate gate = gate();
    List<Long> pids = awaitWorkers(pool);
    CompletableFuture<List<String>> map =
        pool.with(TaskOptions.defaults().withChunkSize(50))
            .mapAsync(x -> Tasks.waitAt(gate, x.toString()), range(100));
    gate.awaitMark("begun-0");
    assertTrue(map.cancel(false));
    range(100).forEach(x -> gate.mark("go-" + x));
    assertFullSize(pool);
    assertEquals(1, gate.marks("begun-").size(), "what had not begun was run");
    assertEquals(pids, pool.workerPids());
  }

  /** Cancels at every moment of a task's life: before, while and just after it runs. */
  @Test
  void aCancelNeverHitsATaskThatIsNotCancelled() {
    Pool pool = pool(1);
    awaitWorkers(pool);
    int done = 0;
    for (int round = 0; round < 60; round++) {
      CompletableFuture<Integer> cancelled = pool.applyAsync(Tasks::square, round);
      CompletableFuture<Integer> next = pool.applyAsync(Tasks::square, round);
      long until = System.nanoTime() + round * 4_000L;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      done += cancelled.cancel(true) ? 0 : 1;
      assertEquals(round * round, get(next).intValue(), "round " + round);
    }
    assertTrue(done < 60, "nothing was cancelled: nothing was tested");
    assertFullSize(pool);
  }

  @Test
  void aTaskThatWaitsForItsNextAttemptIsCancelledToo() {
    Pool pool = pool(1);
    CompletableFuture<Object> waiting =
        pool.with(TaskOptions.defaults().withRetries(1, Duration.ofMinutes(5)))
            .applyAsync(Tasks::befall, Mishap.HALT);
    await().atMost(PROMPT).until(() -> pool.stats().lostWorkers() == 1);
    assertFalse(waiting.isDone());
    assertTrue(waiting.cancel(true));
    assertEquals(0, pool.stats().queuedTasks());
    pool.close();
    assertTrue(pool.join(PROMPT), "a cancelled retry holds up the pool's end");
  }
}
