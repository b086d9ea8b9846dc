package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolStats;
import io.forkpool.RetryPolicy;
import io.forkpool.TaskOptions;
import io.forkpool.WorkerDump;
import io.forkpool.WorkerStats;
import io.forkpool.WorkerStats.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a pool that does not get on tells about itself. */
public abstract class StuckPoolContract extends ContractBase {

  @Test
  void statsSayWhatEachWorkerDoesAndSinceWhen() {
    Pool pool = pool(2);
    awaitWorkers(pool);
    pool.map(Tasks::square, range(10), 1);
    Gate gate = gate();
    CompletableFuture<List<String>> stuck =
        pool.with(TaskOptions.defaults().withChunkSize(3))
            .mapAsync(
                name -> name.equals("0") ? name : Tasks.waitAt(gate, name), List.of("0", "1", "2"));
    gate.awaitMark("begun-1");
    WorkerStats busy = await().atMost(PROMPT).until(() -> only(pool, State.BUSY), s -> ran(s, 50));
    WorkerStats.Running running = busy.running().orElseThrow();
    assertEquals(List.of(2, 3, 1), List.of(running.task(), running.chunkSize(), running.attempt()));
    assertTrue(gate.isMarked("pid-" + busy.pid()));
    assertTrue(running.time().compareTo(busy.age()) <= 0, busy::toString);
    await("a chunk's first task is reported")
        .atMost(PROMPT)
        .until(
            () ->
                only(pool, State.IDLE).tasksDone() + only(pool, State.BUSY).tasksDone() == 10 + 1);
    assertTrue(pool.toString().contains("busy with task 2 of 3 for "), pool::toString);
    assertEquals(10 + 2, pool.stats().begunTasks());
    gate.mark("go-1");
    gate.mark("go-2");
    assertEquals(List.of("0", "1", "2"), get(stuck));
    assertTimeBeginsWithTheTask(pool, gate);
  }

  private static void assertTimeBeginsWithTheTask(Pool pool, Gate gate) {
    long before = System.nanoTime();
    pool.applyAsync(name -> Tasks.waitAt(gate, name), "single");
    gate.awaitMark("begun-single");
    WorkerStats.Running running = only(pool, State.BUSY).running().orElseThrow();
    assertTrue(running.time().toNanos() <= System.nanoTime() - before, running::toString);
    gate.mark("go-single");
  }

  /** Waits for it: what a worker does may be seen before the pool knows of that worker. */
  private static WorkerStats only(Pool pool, State state) {
    return await("one that is " + state)
        .atMost(PROMPT)
        .until(
            () -> pool.stats().workerStats().stream().filter(one -> one.state() == state).toList(),
            found -> found.size() == 1)
        .get(0);
  }

  private static boolean ran(WorkerStats worker, int millis) {
    return worker.running().filter(task -> task.time().toMillis() >= millis).isPresent();
  }

  @Test
  void statsTellAttemptsAndTheTimeThatTasksTookAndWaited() {
    Pool pool = pool(1);
    awaitWorkers(pool);
    Gate gate = gate();
    CompletableFuture<String> again =
        pool.with(TaskOptions.defaults().withRetries(RetryPolicy.of(2)))
            .applyAsync(name -> Tasks.dieOnceThenWait(gate, name), "again");
    CompletableFuture<Integer> behind = pool.applyAsync(Tasks::square, 3);
    gate.awaitMark("begun-again");
    WorkerStats busy = await().atMost(PROMPT).until(() -> only(pool, State.BUSY), s -> ran(s, 50));
    assertEquals(2, busy.running().orElseThrow().attempt());
    gate.mark("go-again");
    get(again);
    get(behind);
    PoolStats stats = await().atMost(PROMPT).until(pool::stats, now -> now.completedTasks() == 2);
    assertEquals(
        List.of(2L, 3L, 1L),
        List.of(stats.submittedTasks(), stats.begunTasks(), stats.retriedTasks()));
    assertTrue(stats.runTime().toMillis() >= 50, stats.runTime()::toString);
    assertTrue(stats.queueTime().toNanos() > 0, stats.queueTime()::toString);
    assertEquals("{LOST=1}", stats.endedWorkers().toString());
  }

  @Test
  void dumpShowsWhereTasksHangAndNoThreadOfTheParent() throws InterruptedException {
    CountDownLatch parked = new CountDownLatch(1);
    Thread parent =
        new Thread(
            () -> {
              try {
                parked.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "only in the parent");
    parent.start();
    try {
      Pool pool = pool(2);
      Gate gate = gate();
      CompletableFuture<String> stuck = pool.applyAsync(name -> Tasks.waitAt(gate, name), "stuck");
      gate.awaitMark("begun-stuck");
      awaitWorkers(pool);
      List<WorkerDump> dumps = pool.dumpWorkers(PROMPT);
      assertEquals(List.of(true, true), dumps.stream().map(WorkerDump::answered).toList());
      String hanging =
          dumps.stream()
              .filter(dump -> gate.isMarked("pid-" + dump.pid()))
              .map(WorkerDump::text)
              .collect(Collectors.joining());
      assertTrue(hanging.contains("at io.forkpool.contract.Gate.pass("), hanging);
      assertTrue(hanging.contains("TIMED_WAITING"), hanging);
      dumps.forEach(dump -> assertFalse(dump.text().contains("only in the parent"), dump.text()));
      gate.mark("go-stuck");
      get(stuck);
      assertFullSize(pool);
    } finally {
      parked.countDown();
      parent.join();
    }
  }

  @Test
  void aStoppedWorkerHoldsUpNobodysDump() throws Exception {
    Pool pool = pool(2);
    long stopped = awaitWorkers(pool).get(0);
    Signals.send("STOP", stopped);
    try {
      pool.dumpWorkers(Duration.ofMillis(50)); // a question that nobody reads
      await("the other one answers")
          .atMost(PROMPT)
          .until(() -> pool.dumpWorkers(Duration.ofSeconds(2)), told -> onlyOther(told, stopped));
    } finally {
      Signals.send("CONT", stopped);
    }
    for (WorkerDump dump : pool.dumpWorkers(PROMPT)) { // behind answers that nobody waited for
      assertTrue(dump.answered(), dump.text());
      assertTrue(dump.text().contains("\"main\"") || dump.text().contains("at io.forkpool."));
    }
    assertFullSize(pool);
  }

  /** Whether all have answered but the one that is stopped, which cannot. */
  private static boolean onlyOther(List<WorkerDump> dumps, long stopped) {
    boolean all = dumps.size() == 2;
    for (WorkerDump dump : dumps) {
      if (dump.pid() == stopped) {
        assertFalse(dump.answered());
        assertTrue(dump.text().contains("has stopped it"), dump.text());
      } else {
        all &= dump.answered();
      }
    }
    return all;
  }

  @Test
  void anInitializerThatHangsIsSeen() {
    Gate gate = gate();
    Pool pool = open(builder(1).initializer(() -> Tasks.waitAt(gate, "initializer")));
    gate.awaitMark("begun-initializer");
    WorkerStats starting = only(pool, State.STARTING);
    assertTrue(gate.isMarked("pid-" + starting.pid()));
    List<WorkerDump> dumps =
        await("it can be asked")
            .atMost(PROMPT)
            .until(() -> pool.dumpWorkers(PROMPT), told -> told.size() == 1);
    assertTrue(dumps.get(0).text().contains("at io.forkpool.contract.Gate.pass("));
    gate.mark("go-initializer");
    assertFullSize(pool);
  }

  @Test
  void aWorkerThatDiesMeanwhileHasEnded() throws IOException, InterruptedException {
    Pool pool = pool(1);
    long pid = awaitWorkers(pool).get(0);
    Signals.send("STOP", pid);
    CompletableFuture<List<WorkerDump>> dumps =
        CompletableFuture.supplyAsync(
            () -> pool.dumpWorkers(Duration.ofHours(1)), ContractBase::onAThread);
    Signals.send("KILL", pid);
    List<WorkerDump> told = get(dumps);
    // Asked late, it is its successor that answers.
    assertTrue(
        told.stream().noneMatch(dump -> dump.pid() == pid && dump.answered()), told::toString);
    assertFullSize(pool);
  }

  @Test
  void anEndedPoolHasNobodyToAsk() {
    Pool pool = pool(1);
    assertFullSize(pool);
    pool.close();
    assertTrue(pool.join(PROMPT));
    assertEquals(List.of(), pool.dumpWorkers());
    assertEquals(List.of(), pool.stats().workerStats());
    assertTrue(
        pool.toString().contains("21 completed") || pool.toString().contains("20 completed"));
  }
}
