package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.TaskFailedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Futures, their callbacks, and threads that stop waiting. */
public abstract class FutureContract extends ContractBase {

  @Test
  @Behaviour(5)
  void callbacksRunOnce() {
    Pool pool = pool(2);
    AtomicInteger results = new AtomicInteger();
    AtomicInteger errors = new AtomicInteger();
    List<CompletableFuture<Integer>> after =
        range(50).stream()
            .map(
                x ->
                    pool.<Integer, Integer>applyAsync(i -> Tasks.failFrom(25, i), x)
                        .whenComplete(
                            (result, error) ->
                                (error == null ? results : errors).incrementAndGet()))
            .toList();
    CompletableFuture<Void> all = CompletableFuture.allOf(after.toArray(CompletableFuture[]::new));
    failure(TaskFailedException.class, all);
    assertFullSize(pool);
    assertEquals(List.of(25, 25), List.of(results.get(), errors.get()));
  }

  @Test
  @Behaviour(5)
  void aCallbackThatThrowsHarmsNobody() {
    Pool pool = pool(1);
    AtomicInteger thrown = new AtomicInteger();
    List<CompletableFuture<Integer>> futures = submitSquares(pool, 10);
    for (CompletableFuture<Integer> future : futures) {
      future.thenAccept(
          result -> {
            thrown.incrementAndGet();
            throw new AssertionError("a callback that throws");
          });
    }
    assertSquares(futures);
    assertFullSize(pool);
    await().atMost(PROMPT).untilAsserted(() -> assertEquals(10, thrown.get()));
  }

  @Test
  @Behaviour(5)
  void callbacksMayBlockOnTheSamePool() {
    Pool pool = pool(1);
    List<CompletableFuture<Integer>> fourthPowers =
        range(20).stream()
            .map(
                x ->
                    pool.<Integer, Integer>applyAsync(Tasks::square, x)
                        .thenApply(square -> pool.<Integer, Integer>apply(Tasks::square, square)))
            .toList();
    assertEquals(
        squaresBelow(20).stream().map(Tasks::square).toList(),
        fourthPowers.stream().map(ContractBase::get).toList());
  }

  @Test
  @Behaviour(5)
  void aCallbackThatBlocksForLongDelaysNoOtherTask() {
    Pool pool = pool(1);
    Gate gate = gate();
    CompletableFuture<String> opened = new CompletableFuture<>();
    CompletableFuture<String> blocked =
        pool.<String, String>applyAsync(name -> Tasks.waitAt(gate, name), "task")
            .thenApply(result -> result + get(opened));
    gate.mark("go-task");
    assertFullSize(pool);
    assertFalse(blocked.isDone());
    opened.complete(" and callback");
    assertEquals("task and callback", get(blocked));
  }

  /** Whatever keeps the threads busy that complete futures. */
  @Test
  void allFuturesOfAPoolThatWasJoinedAreDone() {
    Pool pool = pool(1);
    CountDownLatch open = new CountDownLatch(1);
    Gate gate = gate();
    List<CompletableFuture<Integer>> futures =
        range(50).stream()
            .map(x -> pool.<Integer, Integer>applyAsync(i -> Tasks.squareBehind(gate, "go", i), x))
            .toList();
    futures.forEach(future -> future.thenAccept(square -> SyncTasks.soon(open)));
    CompletableFuture<Integer> last = pool.applyAsync(Tasks::square, 3);
    pool.close();
    gate.mark("go");
    assertFalse(pool.join(Duration.ofMillis(200)) && !last.isDone(), "joined, and not done");
    open.countDown();
    assertTrue(pool.join(PROMPT));
    assertTrue(last.isDone() && futures.stream().allMatch(CompletableFuture::isDone));
  }

  @Test
  @Behaviour(10)
  void aTimedGetTimesOutOnTimeAndTheTaskGoesOn() {
    Pool pool = pool(1);
    Gate gate = gate();
    CompletableFuture<String> future = pool.applyAsync(name -> Tasks.waitAt(gate, name), "task");
    gate.awaitMark("begun-task");
    long start = System.nanoTime();
    assertThrows(TimeoutException.class, () -> future.get(100, TimeUnit.MILLISECONDS));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(millis >= 95 && millis < PROMPT.toMillis(), "timed out after " + millis + " ms");
    gate.mark("go-task");
    assertEquals("task", get(future));
  }

  @Test
  void cancellingAFutureDropsATaskThatHasNotBegun() {
    Pool pool = pool(1);
    Gate gate = gate();
    List<CompletableFuture<String>> futures =
        Stream.of("first", "second", "third")
            .map(task -> pool.<String, String>applyAsync(name -> Tasks.waitAt(gate, name), task))
            .toList();
    gate.awaitMark("begun-first");
    assertTrue(futures.get(1).cancel(false));
    gate.mark("go-first");
    gate.mark("go-third");
    assertEquals("first", get(futures.get(0)));
    assertEquals("third", get(futures.get(2)));
    assertFalse(gate.isMarked("begun-second"), "a cancelled task has run");
  }

  @Test
  void cancellingAMapDropsWhatHasNotBegun() {
    Pool pool = pool(1);
    Gate gate = gate();
    CompletableFuture<List<String>> map =
        pool.mapAsync(x -> Tasks.waitAt(gate, x.toString()), range(100));
    gate.awaitMark("begun-0");
    assertTrue(map.cancel(true));
    range(100).forEach(x -> gate.mark("go-" + x));
    assertFullSize(pool);
    assertFalse(gate.isMarked("begun-99"), "a cancelled map went on");
  }

  @Test
  void anInterruptEndsTheWaitInApply() throws InterruptedException {
    Gate gate = gate();
    anInterruptEnds(pool(1), gate, pool -> pool.apply(name -> Tasks.waitAt(gate, name), "0"));
  }

  @Test
  void anInterruptEndsTheWaitForAWorkerThatWasIdle() throws InterruptedException {
    Pool idle = pool(1);
    await("an idle worker").atMost(PROMPT).until(() -> idle.stats().idleWorkers() == 1);
    Gate gate = gate();
    anInterruptEnds(idle, gate, pool -> pool.apply(name -> Tasks.waitAt(gate, name), "0"));
  }

  @Test
  void anInterruptEndsTheWaitInMapAndDropsWhatHasNotBegun() throws InterruptedException {
    Gate gate = gate();
    anInterruptEnds(
        pool(1), gate, pool -> pool.map(x -> Tasks.waitAt(gate, x.toString()), range(100), 1));
    assertFalse(gate.isMarked("begun-99"), "an interrupted map went on");
  }

  @Test
  void anInterruptEndsTheWaitInAStream() throws InterruptedException {
    Gate gate = gate();
    anInterruptEnds(
        pool(1),
        gate,
        pool -> pool.imap(x -> Tasks.waitAt(gate, x.toString()), range(100)).toList());
  }

  /** Interrupts a call whose first task waits at the gate as 0; afterwards the pool is usable. */
  private void anInterruptEnds(Pool pool, Gate gate, Consumer<Pool> call)
      throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try {
                call.accept(pool);
              } catch (Throwable e) {
                interrupted.set(Thread.currentThread().isInterrupted());
                thrown.set(e);
              }
            });
    caller.start();
    gate.awaitMark("begun-0");
    caller.interrupt();
    caller.join(PROMPT.toMillis());
    assertFalse(caller.isAlive(), "the caller still waits");
    PoolException e = assertInstanceOf(PoolException.class, thrown.get());
    assertInstanceOf(InterruptedException.class, e.getCause());
    assertTrue(interrupted.get(), "the interrupt status is lost");
    range(100).forEach(x -> gate.mark("go-" + x));
    assertFullSize(pool);
  }
}
