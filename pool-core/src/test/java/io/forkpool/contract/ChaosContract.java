package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolStats;
import io.forkpool.TaskOptions;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Thousands of tasks while workers are killed, stopped, exit, crash, run out of memory or of stack,
 * and do not come up: each task ends once, with its result or a typed failure; with retries all
 * results are right; and the pool is as it was.
 *
 * <p>What happens when is chance, from a seed that is printed: {@code -Dforkpool.chaos.seed=N}
 * makes the same choices again. When they take effect is up to the machine.
 */
public abstract class ChaosContract extends ContractBase {
  private static final int TASKS = Integer.getInteger("forkpool.chaos.tasks", 1_000);
  private static final int STORM_TASKS = Integer.getInteger("forkpool.chaos.stormTasks", 100_000);
  private static final int STORM_MILLIS = Integer.getInteger("forkpool.chaos.stormMillis", 50);

  /** One in so many starts of a worker fails; too few in a row to break a pool. */
  private static final int FAILING_START = 6;

  private long chooseSeed() {
    long seed = Long.getLong("forkpool.chaos.seed", System.nanoTime());
    System.out.println("chaos with " + startMethod() + ": -Dforkpool.chaos.seed=" + seed);
    return seed;
  }

  /** Fewer where each worker that is lost costs a fresh JVM. */
  private int tasks() {
    return contract().freshJvm() ? TASKS / 3 : TASKS;
  }

  private Meddler meddle(Pool pool, long seed) {
    return Meddler.patient(pool, seed, contract().freshJvm() ? 150 : 40);
  }

  private Pool.Builder fragile(int workers) {
    return withFlags(builder(workers), "-Xmx64m", "-XX:+SuppressFatalErrorMessage");
  }

  private ChaosRun run(Pool pool, int tasks, String ledger) throws IOException {
    return new ChaosRun(pool, tasks, Ledger.in(directory, ledger), !contract().copiesParent());
  }

  /** What a pool holds that has run all kinds of tasks and lost each of its workers once. */
  private Usage warmUp(Pool pool) throws Exception {
    run(pool, 100, "warm-up").withoutMischief(new Random(1));
    for (long pid : awaitWorkers(pool)) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    assertFullSize(pool);
    return Usage.settled(pool);
  }

  private static void assertAsBefore(Usage before, Pool pool) {
    assertFullSize(pool);
    before.awaitNoMore(() -> Usage.settled(pool), 4 << 20);
  }

  private static long ended(Pool pool) {
    PoolStats stats = pool.stats();
    return stats.completedTasks() + stats.failedTasks();
  }

  @Test
  @Behaviour(35)
  @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void eachTaskEndsOnceAndOnlyWhatAWorkerRanIsLostWithIt() throws Exception {
    long seed = chooseSeed();
    Pool pool = open(fragile(3));
    Usage before = warmUp(pool);
    long endedBefore = ended(pool);
    ChaosRun run = run(pool, tasks(), "ledger");
    Meddler meddler = meddle(pool, seed);
    try (meddler) {
      run.withMischief(new Random(seed));
      await("something happens").atMost(PROMPT).until(() -> meddler.deeds() > 0);
    }
    run.assertEachEndedOnceAndRightly();
    run.assertNoneRanMoreOftenThan(1);
    assertEquals(tasks(), ended(pool) - endedBefore, "tasks that were counted as ended");
    assertTrue(
        run.innocentLost() <= meddler.killed(),
        run.innocentLost() + " lost by " + meddler.killed() + " kills");
    assertAsBefore(before, pool);
  }

  @Test
  @Behaviour(34)
  @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void withRetriesEveryResultIsRightWhateverTheCall() throws Exception {
    long seed = chooseSeed();
    Ledger starts = Ledger.in(directory, "starts");
    Pool pool = open(fragile(3).initializer(() -> failNowAndThen(starts)));
    Pool retrying = pool.with(TaskOptions.defaults().withRetries(50));
    Usage before = warmUp(pool);
    ChaosRun run = run(retrying, tasks(), "ledger");
    List<Integer> inputs = range(2 * tasks());
    Meddler meddler = meddle(pool, seed);
    try (meddler) {
      CompletableFuture<List<Integer>> map =
          CompletableFuture.supplyAsync(
              () -> retrying.map(ChaosContract::squareOfALittleWork, inputs),
              ContractBase::onAThread);
      CompletableFuture<List<Integer>> stream =
          CompletableFuture.supplyAsync(
              () -> retrying.imap(ChaosContract::squareOfALittleWork, inputs).toList(),
              ContractBase::onAThread);
      CompletableFuture<List<Integer>> unordered =
          CompletableFuture.supplyAsync(
              () -> retrying.imapUnordered(Tasks::square, inputs).sorted().toList(),
              ContractBase::onAThread);
      CompletableFuture<List<Integer>> singly =
          CompletableFuture.supplyAsync(
              () -> range(200).stream().map(x -> retrying.apply(Tasks::square, x)).toList(),
              ContractBase::onAThread);
      run.withoutMischief(new Random(seed));
      assertEquals(squaresBelow(inputs.size()), getLate(map));
      assertEquals(squaresBelow(inputs.size()), getLate(stream));
      assertEquals(squaresBelow(inputs.size()), getLate(unordered));
      assertEquals(squaresBelow(200), getLate(singly));
    }
    run.assertEachEndedOnceAndRightly();
    assertEquals(0, run.lost());
    assertAsBefore(before, pool);
  }

  /** All the while workers are killed, so it takes the longer, the slower new ones come. */
  private static <T> T getLate(CompletableFuture<T> future) {
    try {
      return future.get(120, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("a call does not end", e);
    }
  }

  private static void failNowAndThen(Ledger starts) throws IOException {
    starts.enter(0);
    if (starts.counts(1)[0] % FAILING_START == 0) {
      Runtime.getRuntime().halt(5);
    }
  }

  private static int squareOfALittleWork(int x) throws InterruptedException {
    if (x % 50 == 0) {
      Thread.sleep(1);
    }
    return Tasks.square(x);
  }

  @Test
  @Tag("stress")
  @Timeout(value = 1_400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aStormOfKillsLosesNothing() throws Exception {
    long seed = chooseSeed();
    Pool pool = open(builder(4));
    Pool retrying = pool.with(TaskOptions.defaults().withRetries(100));
    Usage before = warmUp(pool);
    long begin = System.nanoTime();
    ChaosRun run = run(retrying, STORM_TASKS, "ledger");
    Meddler meddler = Meddler.killing(pool, seed, STORM_MILLIS);
    try (meddler) {
      run.withNaps();
    }
    System.out.printf(
        "%s: %,d tasks in %.1f s, %,d kills, %,d workers lost, %,d results lost%n",
        startMethod(),
        STORM_TASKS,
        (System.nanoTime() - begin) / 1e9,
        meddler.killed(),
        pool.stats().lostWorkers(),
        run.lost());
    run.assertEachEndedOnceAndRightly();
    assertEquals(0, run.lost());
    assertAsBefore(before, pool);
  }
}
