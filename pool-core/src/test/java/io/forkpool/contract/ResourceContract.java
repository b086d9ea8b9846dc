package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pool holds on to: nothing. */
public abstract class ResourceContract extends ContractBase {
  /** How many workers are replaced; more in the profile "stress". */
  private static final int RECYCLES = Integer.getInteger("forkpool.contract.recycles", 60);

  /** What a heap may grow by in a run that is too short to tell a leak from anything else. */
  private static final long LEAST_GROWTH = 4 << 20;

  /** A long run: its heap may grow by a twentieth. */
  private static final int MANY = 1_000;

  private static final Duration PAUSE = Duration.ofMillis(50);

  private static long moreHeap(Usage before) {
    return RECYCLES >= MANY ? before.heap() / 20 : LEAST_GROWTH + RECYCLES * 1_000L;
  }

  @BeforeEach
  void forget() {
    Remembered.forget();
  }

  @Test
  @Behaviour(16)
  void argumentsAndResultsBecomeGarbageInTheParent() {
    Pool pool = pool(2);
    useAndForget(pool);
    assertEquals(4 + 6, Remembered.count());
    await("garbage in the parent")
        .atMost(PROMPT)
        .pollInterval(PAUSE)
        .untilAsserted(() -> assertEquals(0, Remembered.survivors(), "objects still held"));
    assertFullSize(pool);
  }

  /** In a method of its own, so that no variable of the test holds an object. */
  private static void useAndForget(Pool pool) {
    Remembered.remember(pool.apply(Remembered::exchange, Remembered.remember(new byte[100])));
    CompletableFuture<byte[]> future =
        pool.applyAsync(Remembered::exchange, Remembered.remember(new byte[100]));
    Remembered.remember(get(future));
    List<byte[]> inputs = range(3).stream().map(x -> Remembered.remember(new byte[100])).toList();
    pool.map(Remembered::exchange, inputs).forEach(Remembered::remember);
  }

  @Test
  @Behaviour(16)
  void argumentsAndResultsBecomeGarbageInTheWorker() {
    Pool pool = pool(1);
    awaitWorkers(pool); // a copy of this JVM must not copy what this JVM remembers below
    useAndForget(pool);
    assertEquals(2 * 5, pool.apply(Remembered::count).intValue());
    await("garbage in the worker")
        .atMost(PROMPT)
        .pollInterval(PAUSE)
        .untilAsserted(
            () ->
                assertEquals(
                    0, pool.apply(Remembered::survivors).longValue(), "objects still held"));
  }

  @Test
  @Behaviour(39)
  @Timeout(value = 3_600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void descriptorsThreadsAndMemoryStayFlatOverManyRecycles() throws IOException {
    Pool pool = open(builder(2).maxTasksPerWorker(1));
    recycle(pool, Math.max(10, RECYCLES / 20));
    Usage before = Usage.settled(pool);
    recycle(pool, RECYCLES);
    if (RECYCLES >= MANY) {
      System.out.println(RECYCLES + " recycles: " + before + " then " + Usage.settled(pool));
    }
    before.awaitNoMore(() -> Usage.settled(pool), moreHeap(before));
  }

  private static void recycle(Pool pool, int times) {
    for (int done = 0; done < times; done += 10) {
      assertEquals(squaresBelow(10), pool.map(Tasks::square, range(10), 1));
    }
  }

  @Test
  @Timeout(value = 3_600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPoolThatGrowsAndShrinksHoldsNothingOfWorkersThatLeft() throws IOException {
    Pool pool = open(builder(2).idleTimeout(Duration.ofMillis(5)));
    growAndShrink(pool);
    Usage before = Usage.now();
    for (int i = 0; i < RECYCLES / 6; i++) {
      growAndShrink(pool);
    }
    before.awaitNoMore(Usage::now, moreHeap(before));
  }

  private static void growAndShrink(Pool pool) {
    assertSquares(submitSquares(pool, 4));
    await("no workers").atMost(PROMPT).until(() -> pool.workerPids().isEmpty());
  }

  @Test
  @Behaviour(39)
  void poolsThatCameAndWentLeaveNothing() throws IOException {
    openAndClose();
    Usage before = Usage.now();
    for (int i = 0; i < 8; i++) {
      openAndClose();
    }
    before.awaitNoMore(Usage::now, moreHeap(before));
  }

  private void openAndClose() {
    // Not open(): that would hold it. The time limit needs a thread.
    Pool pool = builder(1).taskTimeout(Duration.ofMinutes(1)).build();
    assertEquals(List.of(4), pool.map(Tasks::square, List.of(2)));
    pool.close();
    assertTrue(pool.join(PROMPT));
  }
}
