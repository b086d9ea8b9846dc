package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.TaskSerializationException;
import io.forkpool.WorkerLostException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A pool's {@link ExecutorService} below what the JDK builds upon executors. */
public abstract class ExecutorInteropContract extends ContractBase {

  private interface Task<R> extends Callable<R>, Serializable {}

  private interface Source<R> extends Supplier<R>, Serializable {}

  private interface Step<A, R> extends Function<A, R>, Serializable {}

  private interface Join<A, B, R> extends BiFunction<A, B, R>, Serializable {}

  @Test
  void supplyAsyncRunsInAWorker() {
    Pool pool = pool(2);
    ExecutorService service = pool.asExecutorService();
    Source<Long> pid = Tasks::pid;
    assertTrue(awaitWorkers(pool).contains(get(CompletableFuture.supplyAsync(pid, service))));
    Gate gate = gate();
    get(CompletableFuture.runAsync((Runnable & Serializable) () -> gate.mark("ran"), service));
    assertTrue(gate.isMarked("ran"));
  }

  @Test
  void laterStagesRunInWorkersToo() {
    Pool pool = pool(1);
    ExecutorService service = pool.asExecutorService();
    long here = Tasks.pid();
    CompletableFuture<Integer> source = new CompletableFuture<>();
    CompletableFuture<Long> pid =
        source.thenApplyAsync((Step<Integer, Long>) x -> Tasks.pidFor(x), service);
    CompletableFuture<Integer> doubled =
        source.thenApplyAsync((Step<Integer, Integer>) x -> 2 * x, service);
    CompletableFuture<Integer> sum =
        doubled.thenCombineAsync(source, (Join<Integer, Integer, Integer>) Integer::sum, service);
    CompletableFuture<String> told =
        sum.thenCompose(x -> CompletableFuture.<Integer>failedFuture(new Exception("no " + x)))
            .handleAsync(
                (Join<Integer, Throwable, String>) (x, e) -> e.getCause().getMessage(), service);
    source.complete(7);
    assertNotEquals(here, get(pid).longValue());
    assertEquals(21, get(sum).intValue());
    assertEquals("no 21", get(told));
  }

  @Test
  void aSupplierThatThrowsFailsItsFutureAsAnywhere() {
    ExecutorService service = pool(1).asExecutorService();
    CompletableFuture<Integer> future =
        CompletableFuture.supplyAsync((Source<Integer>) () -> Tasks.fail(3), service);
    IllegalArgumentException e = failure(IllegalArgumentException.class, future);
    assertEquals("refused: 3", e.getMessage());
    CompletionException joined = assertThrows(CompletionException.class, future::join);
    assertSame(e, joined.getCause());
    assertInstanceOf(CompletionException.class, get(future.handle((value, thrown) -> thrown)));
    Error error =
        failure(
            StackOverflowError.class,
            CompletableFuture.supplyAsync((Source<Integer>) () -> Tasks.overflowStack(0), service));
    assertTrue(error.getStackTrace().length > 0);
  }

  @Test
  void aSupplierWhoseWorkerDiesFailsItsFuture() {
    Pool pool = pool(1);
    Source<Object> deadly =
        () -> {
          Runtime.getRuntime().halt(4);
          return null;
        };
    failure(
        WorkerLostException.class, CompletableFuture.supplyAsync(deadly, pool.asExecutorService()));
    assertFullSize(pool);
  }

  @Test
  void aSupplierThatCannotTravelIsRefusedOnTheCaller() {
    Pool pool = pool(1);
    ExecutorService service = pool.asExecutorService();
    TaskSerializationException e =
        assertThrows(
            TaskSerializationException.class,
            () -> CompletableFuture.supplyAsync(() -> 42, service));
    assertTrue(e.getMessage().contains(getClass().getSuperclass().getSimpleName()), e.getMessage());
    // The JDK's words for a later stage, whose executor is called by whoever completes its source.
    failure(
        TaskSerializationException.class,
        CompletableFuture.completedFuture(1).thenApplyAsync(x -> x + 1, service));
    Held held = new Held();
    failure(
        TaskSerializationException.class,
        CompletableFuture.completedFuture(held)
            .thenApplyAsync((Step<Held, Integer>) x -> x.touch(1), service));
    CompletableFuture<Integer> first = new CompletableFuture<>();
    CompletableFuture<Integer> either =
        first.applyToEitherAsync(
            new CompletableFuture<>(), (Step<Integer, Integer>) x -> x, service);
    first.complete(1);
    failure(TaskSerializationException.class, either);
    assertFullSize(pool);
  }

  @Test
  void aCancelledSupplyIsDroppedBeforeItBegins() {
    Pool pool = pool(1);
    ExecutorService service = pool.asExecutorService();
    Gate gate = gate();
    Task<String> busy = () -> Tasks.waitAt(gate, "busy");
    Future<String> running = service.submit(busy);
    gate.awaitMark("begun-busy");
    CompletableFuture<Void> cancelled =
        CompletableFuture.runAsync((Runnable & Serializable) () -> gate.mark("cancelled"), service);
    cancelled.cancel(false);
    gate.mark("go-busy");
    assertEquals("busy", get(running));
    assertFullSize(pool);
    assertTrue(!gate.isMarked("cancelled"), "it ran");
  }

  @Test
  void aSupplyThatWasGivenBackCanBeRun() throws Exception {
    Pool pool = pool(1);
    ExecutorService service = pool.asExecutorService();
    Gate gate = gate();
    Task<String> busy = () -> Tasks.waitAt(gate, "busy");
    service.submit(busy);
    gate.awaitMark("begun-busy");
    CompletableFuture<Integer> supplied =
        CompletableFuture.supplyAsync((Source<Integer>) () -> Tasks.square(3), service);
    ExecutorCompletionService<Integer> completions = new ExecutorCompletionService<>(service);
    Future<Integer> completed = completions.submit((Task<Integer>) () -> Tasks.square(4));
    List<Runnable> notBegun = service.shutdownNow();
    assertEquals(2, notBegun.size());
    notBegun.forEach(Runnable::run);
    assertEquals(9, get(supplied).intValue());
    assertEquals(completed, completions.poll());
    assertEquals(16, get(completed).intValue());
    assertThrows(
        RejectedExecutionException.class,
        () -> CompletableFuture.supplyAsync((Source<Integer>) () -> 1, service));
  }

  @Test
  void aCompletionServiceGivesFuturesAsTheyEnd() throws Exception {
    Pool pool = pool(2);
    Gate gate = gate();
    ExecutorCompletionService<String> completions =
        new ExecutorCompletionService<>(pool.asExecutorService());
    Future<String> slow = completions.submit((Task<String>) () -> Tasks.waitAt(gate, "slow"));
    gate.awaitMark("begun-slow");
    Set<Future<String>> quick = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      String name = "quick" + i;
      quick.add(completions.submit((Task<String>) () -> name + Tasks.pid()));
    }
    Future<String> failing = completions.submit((Task<String>) () -> String.valueOf(Tasks.fail(1)));
    quick.add(failing);
    Set<Future<String>> ended = new HashSet<>();
    for (int i = 0; i < quick.size(); i++) {
      Future<String> next = completions.poll(PROMPT.toSeconds(), TimeUnit.SECONDS);
      assertTrue(next.isDone(), "given before it has ended");
      ended.add(next);
    }
    assertEquals(quick, ended);
    assertInstanceOf(
        IllegalArgumentException.class,
        assertThrows(ExecutionException.class, failing::get).getCause());
    assertEquals(null, completions.poll(), "the slow one has not ended");
    gate.mark("go-slow");
    assertSame(slow, completions.poll(PROMPT.toSeconds(), TimeUnit.SECONDS));
    assertEquals("slow", slow.get());
    assertThrows(
        TaskSerializationException.class, () -> completions.submit(() -> "not serializable"));
    assertFullSize(pool);
  }

  @Test
  void somebodyElsesFutureIsRefused() {
    ExecutorService service = pool(1).asExecutorService();
    FutureTask<Integer> foreign = new FutureTask<>((Task<Integer>) () -> 1);
    assertThrows(TaskSerializationException.class, () -> service.execute(foreign));
  }
}
