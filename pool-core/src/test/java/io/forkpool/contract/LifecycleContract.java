package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ExitStatus;
import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.PoolListener;
import io.forkpool.TaskFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** How pools end, how workers are renewed, pools in workers, and large pools. */
public abstract class LifecycleContract extends ContractBase {

  @Test
  @Behaviour(12)
  void terminateWithTenThousandQueuedTasksIsPrompt() {
    Pool pool = pool(2);
    Gate gate = gate();
    List<CompletableFuture<String>> futures = new ArrayList<>();
    for (int x = 0; x < 10_000; x++) {
      futures.add(pool.applyAsync(name -> Tasks.waitAt(gate, name), "task" + x));
    }
    gate.awaitMarks("begun-", 2);
    pool.terminate();
    assertTrue(pool.join(PROMPT));
    for (CompletableFuture<String> future : futures) {
      assertThrows(CancellationException.class, () -> future.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  @Behaviour(12)
  void terminateEndsTheWaitOfOtherThreads() {
    Pool pool = pool(1);
    Gate gate = gate();
    CompletableFuture<List<String>> caller =
        CompletableFuture.supplyAsync(
            () -> pool.map(x -> Tasks.waitAt(gate, "" + x), range(1_000)), ContractBase::onAThread);
    gate.awaitMark("begun-0");
    pool.terminate();
    failure(CancellationException.class, caller);
    assertTrue(pool.join(PROMPT));
  }

  @Test
  @Behaviour(12)
  void terminateEndsWorkersThatDoNotEndByThemselves() {
    Pool pool = pool(1);
    boolean hooked =
        pool.apply(
            () -> {
              Runtime.getRuntime().addShutdownHook(new Thread(Tasks::sleepForEver));
              return true;
            });
    assertTrue(hooked);
    Gate gate = gate();
    CompletableFuture<Integer> spinning =
        pool.applyAsync(
            () -> {
              gate.mark("begun");
              return Tasks.spin();
            });
    gate.awaitMark("begun");
    pool.terminate();
    assertTrue(pool.join(PROMPT));
    assertTrue(spinning.isCompletedExceptionally());
  }

  @Test
  @Behaviour(12)
  void terminateEndsWorkersThatAreStopped() throws Exception {
    Pool pool = pool(2);
    Signals.send("STOP", awaitWorkers(pool).get(0));
    List<CompletableFuture<Integer>> futures = submitSquares(pool, 10);
    pool.terminate();
    assertTrue(pool.join(PROMPT));
    assertTrue(futures.stream().allMatch(CompletableFuture::isDone));
  }

  @Test
  @Behaviour(13)
  void afterCloseNothingIsTaken() {
    Pool closed = pool(1);
    closed.close();
    assertRefusesAll(closed);
    Pool terminated = pool(1);
    terminated.terminate();
    assertRefusesAll(terminated);
  }

  private static void assertRefusesAll(Pool pool) {
    List<Integer> none = List.of();
    Stream<Executable> calls =
        Stream.of(
            () -> pool.apply(Tasks::pid),
            () -> pool.apply(Tasks::square, 1),
            () -> pool.applyAsync(Tasks::pid),
            () -> pool.applyAsync(Tasks::square, 1),
            () -> pool.map(Tasks::square, range(3)),
            () -> pool.map(Tasks::square, range(3), 1),
            () -> pool.map(Tasks::square, none),
            () -> pool.mapAsync(Tasks::square, range(3)),
            () -> pool.starmap((Integer a, Integer b) -> a, Map.of(1, 2).entrySet()),
            () -> pool.imap(Tasks::square, range(3)),
            () -> pool.imapUnordered(Tasks::square, range(3)));
    calls.forEach(call -> assertThrows(RejectedExecutionException.class, call));
  }

  @Test
  @Behaviour(13)
  void joinBeforeCloseIsRefused() {
    Pool pool = pool(1);
    assertThrows(IllegalStateException.class, pool::join);
    assertThrows(IllegalStateException.class, () -> pool.join(Duration.ofSeconds(1)));
    assertFullSize(pool);
  }

  @Test
  @Behaviour(13)
  void closeTwiceIsHarmless() {
    Pool pool = pool(1);
    CompletableFuture<Integer> last = pool.applyAsync(Tasks::square, 3);
    pool.close();
    pool.close();
    assertEquals(9, get(last));
    pool.join();
    pool.join();
    pool.close();
    pool.terminate();
    pool.terminate();
    assertTrue(pool.join(Duration.ZERO));
  }

  @Test
  void aTimedJoinGivesUpAndTheWorkGoesOn() {
    Pool pool = pool(1);
    Gate gate = gate();
    CompletableFuture<String> last = pool.applyAsync(name -> Tasks.waitAt(gate, name), "last");
    pool.close();
    gate.awaitMark("begun-last");
    assertFalse(pool.join(Duration.ofMillis(50)));
    gate.mark("go-last");
    assertEquals("last", get(last));
    assertTrue(pool.join(PROMPT));
  }

  @Test
  void threadsThatATaskLeavesBehindDoNotHoldTheWorker() {
    CompletableFuture<ExitStatus> stopped = new CompletableFuture<>();
    PoolListener listener =
        new PoolListener() {
          @Override
          public void workerStopped(long pid, ExitStatus status) {
            stopped.complete(status);
          }
        };
    Pool pool = open(builder(1).listener(listener));
    boolean started =
        pool.apply(
            () -> {
              new Thread(Tasks::sleepForEver, "left behind").start();
              return true;
            });
    assertTrue(started);
    pool.close();
    assertTrue(pool.join(PROMPT));
    assertEquals(new ExitStatus.Exited(0), get(stopped), "it ends by itself, nobody kills it");
  }

  @Test
  @Behaviour(18)
  void oneTaskPerWorkerGivesEachTaskAnotherProcess() {
    Pool pool = open(builder(2).maxTasksPerWorker(1));
    List<Long> pids = pool.map(Tasks::pidFor, range(8), 1);
    assertEquals(8, Set.copyOf(pids).size(), "distinct pids of " + pids);
    assertFullSize(pool);
    assertEquals(0, pool.stats().lostWorkers());
  }

  @Test
  @Behaviour(18)
  void workersAreReplacedAfterTheirShareWhateverTheChunks() {
    Pool pool = open(builder(2).maxTasksPerWorker(3));
    List<Long> pids = new ArrayList<>(pool.map(Tasks::pidFor, range(10), 1));
    pids.addAll(pool.map(Tasks::pidFor, range(10)));
    range(4).forEach(x -> pids.add(pool.apply(Tasks::pid)));
    for (long pid : new HashSet<>(pids)) {
      assertTrue(Collections.frequency(pids, pid) <= 3, pid + " too often in " + pids);
    }
    assertEquals(squaresBelow(20), pool.map(Tasks::square, range(20)));
  }

  @Test
  @Behaviour(18)
  void closeWithRecyclingPendingCompletesAll() {
    Pool pool = open(builder(2).maxTasksPerWorker(1));
    List<CompletableFuture<Integer>> futures = submitSquares(pool, 10);
    pool.close();
    assertTrue(pool.join(PROMPT));
    assertSquares(futures);
  }

  @Test
  @Behaviour(22)
  void aPoolInsideAWorkerWorks() {
    Pool pool = pool(2);
    String method = startMethod().toString();
    assertEquals(List.of(1, 2), pool.map(levels -> Tasks.nest(method, levels), List.of(1, 2), 1));
  }

  @Test
  @Behaviour(22)
  void poolsInsideWorkersAreLimitedInDepth() {
    Pool pool = pool(1);
    String method = startMethod().toString();
    TaskFailedException e =
        assertThrows(
            TaskFailedException.class, () -> pool.apply(levels -> Tasks.nest(method, levels), 9));
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertInstanceOf(PoolException.class, root, () -> stackOf(e));
    assertTrue(root.getMessage().contains("depth"), root.getMessage());
    assertFullSize(pool);
  }

  @Test
  @Behaviour(23)
  void sixtyFourWorkersRunSixtyFourTasksAtOnce() {
    Pool pool =
        open(withFlags(builder(64), "-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    Gate gate = gate();
    CompletableFuture<List<Long>> pids = pool.mapAsync(x -> meet(gate, x, 64), range(64));
    assertEquals(64, Set.copyOf(getLate(pids)).size());
    assertEquals(squaresBelow(500), pool.map(Tasks::square, range(500)));
  }

  /** Returns when as many tasks have begun, each of them in another worker. */
  private static long meet(Gate gate, int self, int tasks) throws InterruptedException {
    gate.mark("met-" + self);
    while (gate.marks("met-").size() < tasks) {
      Thread.sleep(100);
    }
    return Tasks.pid();
  }

  private static <T> T getLate(CompletableFuture<T> future) {
    try {
      return future.get(50, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("64 workers do not run 64 tasks at once", e);
    }
  }
}
