package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.QueueLimit;
import io.forkpool.QueueLimit.WhenFull;
import io.forkpool.TaskOptions;
import io.forkpool.WorkerInitializationException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Pools whose queue has a limit, and what is bounded without one. */
public abstract class BackPressureContract extends ContractBase {

  /**
   * A pool of one worker that is busy until {@code go-busy}, with as much queued as it may have.
   */
  private Pool fullPool(Gate gate, QueueLimit limit) {
    Pool pool = open(builder(1).queueLimit(limit));
    awaitWorkers(pool);
    pool.applyAsync(name -> Tasks.waitAt(gate, name), "busy");
    gate.awaitMark("begun-busy");
    pool.applyAsync(Tasks::square, 1); // is sent ahead
    for (int i = 0; i < limit.tasks(); i++) {
      pool.applyAsync(Tasks::square, 2);
    }
    assertEquals(limit.tasks(), pool.stats().queuedTasks());
    return pool;
  }

  /** Runs something on a thread that is seen to wait. */
  private static <T> FutureTask<T> blocked(Callable<T> submission, List<Thread> threads) {
    FutureTask<T> task = new FutureTask<>(submission);
    Thread thread = new Thread(task, "submits");
    thread.start();
    threads.add(thread);
    await("the thread waits")
        .atMost(PROMPT)
        .until(() -> thread.getState() == Thread.State.WAITING || task.isDone());
    assertTrue(!task.isDone(), "it did not wait");
    return task;
  }

  @Test
  void whoBringsMoreThanTheLimitWaitsForRoom() {
    Gate gate = gate();
    Pool pool = fullPool(gate, QueueLimit.ofTasks(2));
    ExecutorService executor = pool.asExecutorService();
    Callable<Integer> task = (Callable<Integer> & Serializable) () -> 7;
    List<Thread> threads = new ArrayList<>();
    FutureTask<Integer> async =
        blocked(() -> get(pool.<Integer, Integer>applyAsync(Tasks::square, 5)), threads);
    FutureTask<Integer> apply = blocked(() -> pool.apply(Tasks::square, 6), threads);
    FutureTask<Integer> executed = blocked(() -> executor.submit(task).get(), threads);
    FutureTask<List<Integer>> batch =
        blocked(() -> get(pool.mapAsync(Tasks::square, range(50))), threads);
    assertEquals(2, pool.stats().queuedTasks());
    gate.mark("go-busy");
    assertEquals(
        List.of(25, 36, 7, squaresBelow(50)),
        List.of(get(async), get(apply), get(executed), get(batch)));
  }

  @Test
  void whoBringsMoreThanTheLimitIsRefusedIfItSaysSo() {
    Gate gate = gate();
    Pool pool = fullPool(gate, QueueLimit.ofTasks(2).whenFull(WhenFull.REJECT));
    RejectedExecutionException e =
        assertThrows(RejectedExecutionException.class, () -> pool.applyAsync(Tasks::square, 3));
    assertTrue(e.getMessage().contains("2 of at most 2 tasks"), e.getMessage());
    Callable<Integer> task = (Callable<Integer> & Serializable) () -> 7;
    assertThrows(RejectedExecutionException.class, () -> pool.asExecutorService().submit(task));
    assertThrows(RejectedExecutionException.class, () -> pool.apply(Tasks::square, 3));
    assertThrows(RejectedExecutionException.class, () -> pool.map(Tasks::square, range(3)));
    assertThrows(RejectedExecutionException.class, () -> pool.imap(Tasks::square, range(3)));
    gate.mark("go-busy");
    assertFullSize(open(builder(1))); // of no consequence for others
    await().atMost(PROMPT).until(() -> pool.stats().queuedTasks() == 0);
    assertThrows(RejectedExecutionException.class, () -> pool.mapAsync(Tasks::square, range(9999)));
    assertEquals(squaresBelow(50), pool.map(Tasks::square, range(50)));
    assertEquals(squaresBelow(50), pool.imap(Tasks::square, range(50)).toList());
  }

  @Test
  void endOfThePoolWakesWhoWaits() throws Exception {
    Pool pool = fullPool(gate(), QueueLimit.ofTasks(1));
    List<Thread> threads = new ArrayList<>();
    FutureTask<?> interrupted = blocked(() -> pool.apply(Tasks::square, 3), threads);
    threads.get(0).interrupt();
    PoolException e = failure(PoolException.class, interrupted);
    assertInstanceOf(InterruptedException.class, e.getCause());
    FutureTask<?> submission = blocked(() -> pool.applyAsync(Tasks::square, 3), threads);
    FutureTask<?> map = blocked(() -> pool.map(Tasks::square, range(3)), threads);
    pool.terminate();
    failure(RejectedExecutionException.class, submission);
    failure(RejectedExecutionException.class, map);
  }

  @Test
  void brokenPoolWakesWhoWaits() {
    Gate gate = gate();
    Pool pool =
        open(
            builder(1)
                .queueLimit(QueueLimit.ofTasks(1))
                .initializer(
                    () -> {
                      gate.pass("break");
                      throw new IllegalStateException("no");
                    }));
    pool.applyAsync(Tasks::square, 1);
    FutureTask<?> waiting = blocked(() -> pool.applyAsync(Tasks::square, 3), new ArrayList<>());
    gate.mark("break");
    failure(WorkerInitializationException.class, waiting);
  }

  /** More than the pool has callback threads, all of which wait for room at once. */
  @Test
  void callbacksMaySubmitToAFullPool() {
    Pool pool = open(builder(2).queueLimit(QueueLimit.ofTasks(1)));
    List<CompletableFuture<Integer>> futures =
        range(60).stream()
            .map(
                x ->
                    pool.<Integer, Integer>applyAsync(Tasks::square, x)
                        .thenCompose(y -> pool.<Integer, Integer>applyAsync(Tasks::same, y))
                        .thenApply(y -> pool.<Integer, Integer>apply(Tasks::same, y)))
            .toList();
    assertSquares(futures);
  }

  @Test
  void mapKeepsToTheLimitAndLosesNothing() {
    for (WhenFull policy : WhenFull.values()) {
      for (int chunkSize : new int[] {0, 4, 30}) {
        assertBounded(policy, chunkSize);
      }
    }
  }

  private void assertBounded(WhenFull policy, int chunkSize) {
    Pool pool = open(builder(2).queueLimit(QueueLimit.ofTasks(10).whenFull(policy)));
    Pool view = chunkSize == 0 ? pool : pool.with(TaskOptions.defaults().withChunkSize(chunkSize));
    Gate gate = Gate.in(directory);
    String name = "go-" + policy + chunkSize;
    AtomicInteger pulled = new AtomicInteger();
    Iterable<Integer> inputs =
        () -> range(1_000).stream().peek(x -> pulled.incrementAndGet()).iterator();
    FutureTask<List<Integer>> map =
        blocked(() -> view.map(x -> Tasks.squareBehind(gate, name, x), inputs), new ArrayList<>());
    int most = chunkSize <= 10 ? 10 : 2 * chunkSize;
    assertTrue(pool.stats().queuedTasks() <= most, pool.stats()::toString);
    int assigned = 4 * Math.max(1, chunkSize); // each worker runs a chunk, and has one ahead
    assertTrue(pulled.get() <= assigned + most + 10, pulled + " are pulled");
    gate.mark(name);
    assertEquals(squaresBelow(1_000), get(map));
    pool.close();
  }

  @Test
  void imapWithASlowConsumerHoldsFewResults() {
    assertAhead(16, 100);
    assertAhead(8, 4 << 20);
  }

  /** Takes a few results, each when all that can be ahead of it is. */
  private void assertAhead(int most, int bytes) {
    Pool pool = pool(2);
    Iterator<byte[]> results =
        pool.<Integer, byte[]>imap(Tasks::bytes, Collections.nCopies(200, bytes)).iterator();
    for (int taken = 1; taken <= 20; taken++) {
      assertEquals(bytes, results.next().length);
      int consumed = taken;
      await("nothing under way")
          .atMost(PROMPT)
          .until(() -> pool.stats().busyWorkers() == 0 && pool.stats().queuedTasks() == 0);
      long ahead = pool.stats().completedTasks() - consumed;
      assertTrue(ahead < most, ahead + " results of " + bytes + " bytes are ahead");
    }
    assertTrue(pool.stats().completedTasks() >= 20 + 2, "workers do not idle");
  }
}
