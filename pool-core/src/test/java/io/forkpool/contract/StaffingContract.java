package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ExitStatus;
import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.TaskFailedException;
import io.forkpool.WorkerEnd;
import io.forkpool.WorkerLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** How many workers a pool has, and when they are replaced. */
public abstract class StaffingContract extends ContractBase {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final long MEMORY = 128L << 20;

  /** Writes down why workers ended. */
  private static final class Ends implements PoolListener {
    private final List<WorkerEnd> reasons = new CopyOnWriteArrayList<>();

    @Override
    public void workerLost(long pid, ExitStatus status, int tasksLost, WorkerEnd why) {
      reasons.add(why);
    }

    @Override
    public void workerStopped(long pid, ExitStatus status, WorkerEnd why) {
      reasons.add(why);
    }

    void awaitFirst(WorkerEnd... expected) {
      await()
          .atMost(PROMPT)
          .untilAsserted(
              () ->
                  assertEquals(
                      List.of(expected),
                      reasons.subList(0, Math.min(expected.length, reasons.size()))));
    }
  }

  private final Ends ends = new Ends();

  private static void awaitUp(Pool pool, int count) {
    await(count + " workers up").atMost(PROMPT).until(() -> pool.workerPids().size() == count);
  }

  // ---- recycling ----

  @Test
  void anIdleWorkerIsReplacedAtItsAge() {
    Pool pool = open(builder(1).maxWorkerAge(SHORT).listener(ends));
    ends.awaitFirst(WorkerEnd.AGE, WorkerEnd.AGE);
    assertEquals(9, pool.apply(Tasks::square, 3).intValue());
    assertEquals(0, pool.stats().lostWorkers());
  }

  @Test
  void aBusyWorkerIsReplacedAtItsAgeWhenItHasFinished() {
    Pool pool = open(builder(1).maxWorkerAge(SHORT).listener(ends));
    Gate gate = gate();
    CompletableFuture<String> busy = pool.applyAsync(name -> Tasks.waitAt(gate, name), "busy");
    gate.awaitMark("begun-busy");
    List<CompletableFuture<Long>> next = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      next.add(pool.applyAsync(Tasks::pidAfter, 0));
    }
    long old = Long.parseLong(gate.marks("pid-").iterator().next());
    await().pollDelay(SHORT.plusMillis(50)).until(() -> true); // it comes of age
    gate.mark("go-busy");
    assertEquals("busy", get(busy));
    next.forEach(ContractBase::get); // the first may have begun when the old one retired
    assertTrue(get(next.get(2)) != old, "run by the old worker");
    ends.awaitFirst(WorkerEnd.AGE);
    assertEquals(0, pool.stats().lostWorkers());
  }

  @Test
  void aWorkerThatKeepsTooMuchMemoryIsReplaced() {
    Pool pool = open(builder(1).maxWorkerMemory(MEMORY).listener(ends));
    long first = pool.apply(Tasks::keep, (int) (MEMORY >> 20) * 5 / 4);
    long second = pool.apply(Tasks::pid);
    assertTrue(first != second, "not replaced");
    ends.awaitFirst(WorkerEnd.MEMORY);
    assertEquals(0, pool.stats().lostWorkers());
  }

  @Test
  void aWorkerMayHaveMuchGarbage() {
    Pool pool = open(builder(1).maxWorkerMemory(MEMORY).listener(ends));
    long pid = pool.apply(Tasks::litter, (int) (MEMORY >> 20) * 5 / 4);
    assertEquals(pid, pool.apply(Tasks::pid).longValue());
    assertEquals(List.of(), ends.reasons);
  }

  @Test
  void aWorkerWhoseHeapWasExhaustedIsReplacedAndSaysSo() {
    Pool pool = open(withFlags(builder(1), "-Xmx64m").listener(ends));
    TaskFailedException e =
        assertThrows(TaskFailedException.class, () -> pool.apply(() -> Tasks.exceedArrayLimit()));
    assertEquals(OutOfMemoryError.class, e.getCause().getClass());
    assertTrue(e.getMessage().contains("its worker is replaced"), e::getMessage);
    assertTrue(e.getMessage().contains("-Xmx"), e::getMessage);
    ends.awaitFirst(WorkerEnd.OUT_OF_MEMORY);
    assertFullSize(pool);
  }

  /** More than a pool whose workers died so fast would replace without a pause. */
  @Test
  void replacedWorkersAreNoLosses() {
    Pool pool = open(builder(1).maxTasksPerWorker(1).maxWorkerAge(PROMPT).listener(ends));
    Set<Long> pids = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      pids.add(pool.apply(Tasks::pid));
    }
    assertEquals(5, pids.size());
    assertEquals(0, pool.stats().lostWorkers());
    ends.awaitFirst(WorkerEnd.TASKS, WorkerEnd.TASKS, WorkerEnd.TASKS, WorkerEnd.TASKS);
  }

  @Test
  void theHeapOfAWorkerIsLimitedOrThatIsRefused() {
    Pool.Builder limited = builder(1).workerLimits(WorkerLimits.none().withMemory(48L << 20));
    if (contract().copiesParent()) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, limited::build);
      assertTrue(e.getMessage().contains("same greatest heap"), e::getMessage);
      return;
    }
    Pool pool = open(limited.listener(ends));
    TaskFailedException e =
        assertThrows(TaskFailedException.class, () -> pool.apply(() -> Tasks.exhaustHeap()));
    assertEquals(OutOfMemoryError.class, e.getCause().getClass());
    ends.awaitFirst(WorkerEnd.OUT_OF_MEMORY);
    assertFullSize(pool);
    Pool.Builder twice = limited.jvmArgs("-Xmx1g");
    assertThrows(IllegalArgumentException.class, twice::build);
  }

  // ---- the number of workers ----

  @Test
  void aPoolGrowsUnderLoadAndShrinksToItsLeast() {
    Pool pool = open(builder(3).minWorkers(1).idleTimeout(SHORT).listener(ends));
    awaitUp(pool, 1);
    assertEquals(3, pool.workers());
    assertEquals(3, pool.stats().workers());
    Gate gate = gate();
    List<CompletableFuture<String>> busy = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      busy.add(pool.applyAsync(task -> Tasks.waitAt(gate, task), name));
    }
    gate.awaitMarks("begun-", 3);
    assertEquals(3, pool.stats().busyWorkers());
    for (String name : List.of("a", "b", "c", "d")) {
      gate.mark("go-" + name);
    }
    assertEquals(List.of("a", "b", "c", "d"), busy.stream().map(ContractBase::get).toList());
    awaitUp(pool, 1);
    ends.awaitFirst(WorkerEnd.IDLE, WorkerEnd.IDLE);
    assertEquals(squaresBelow(50), pool.map(Tasks::square, range(50)));
    assertEquals(0, pool.stats().lostWorkers());
  }

  @Test
  void aPoolWithoutALeastHasNoProcessUntilItIsUsed() {
    Pool pool = open(builder(2).idleTimeout(SHORT).listener(ends));
    assertEquals(0, pool.stats().startingWorkers());
    assertEquals(Set.of(), childPids());
    assertEquals(9, pool.apply(Tasks::square, 3).intValue());
    awaitUp(pool, 0);
    ends.awaitFirst(WorkerEnd.IDLE);
    assertEquals(16, pool.apply(Tasks::square, 4).intValue());
    pool.close();
    assertTrue(pool.join(PROMPT));
  }

  @Test
  void aPoolThatHasNoWorkerCloses() {
    Pool pool = open(builder(2).minWorkers(0));
    pool.close();
    assertTrue(pool.join(PROMPT));
  }

  @Test
  void whatWaitsWhenAPoolWithoutWorkersIsClosedIsDone() {
    Pool pool = open(builder(2).minWorkers(0));
    List<CompletableFuture<Integer>> futures = submitSquares(pool, 20);
    pool.close();
    assertSquares(futures);
    assertTrue(pool.join(PROMPT));
  }

  @Test
  void nothingIsLostWhileWorkersComeAndGo() throws InterruptedException {
    Pool pool =
        open(
            builder(2)
                .idleTimeout(Duration.ofMillis(20))
                .maxWorkerAge(Duration.ofMillis(200))
                .maxTasksPerWorker(40)
                .listener(ends));
    for (int round = 0; round < 8; round++) {
      assertEquals(squaresBelow(60), pool.map(Tasks::square, range(60)));
      List<CompletableFuture<Integer>> futures = submitSquares(pool, 30);
      assertEquals(9, pool.apply(Tasks::square, 3).intValue());
      assertSquares(futures);
      Thread.sleep(10 * round); // around the idle time-out, so that tasks meet workers that leave
    }
    assertEquals(0, pool.stats().lostWorkers());
    assertEquals(0, pool.stats().failedTasks());
    assertTrue(ends.reasons.stream().noneMatch(WorkerEnd::isLoss), () -> "" + ends.reasons);
  }
}
