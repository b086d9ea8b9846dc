package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.TaskSerializationException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A pool as an {@link ExecutorService}. */
public abstract class ExecutorContract extends ContractBase {

  /** A task of an executor that can travel. */
  private interface Task<R> extends Callable<R>, Serializable {}

  @Test
  void submittedTasksRunInTheWorkers() throws Exception {
    Pool pool = pool(2);
    ExecutorService service = pool.asExecutorService();
    Gate gate = gate();
    Task<Long> pid = Tasks::pid;
    long answer = get(service.submit(pid));
    assertTrue(awaitWorkers(pool).contains(answer));
    service.submit((Runnable & Serializable) () -> gate.mark("submitted")).get();
    assertTrue(gate.isMarked("submitted"));
    service.execute((Runnable & Serializable) () -> gate.mark("executed"));
    gate.awaitMark("executed");
    assertEquals(
        "given", get(service.submit((Runnable & Serializable) () -> gate.mark("x"), "given")));
  }

  @Test
  void invokeAllKeepsOrder() throws InterruptedException {
    ExecutorService service = pool(2).asExecutorService();
    List<Task<Integer>> tasks = new ArrayList<>();
    range(20).forEach(x -> tasks.add(() -> Tasks.squareBackwards(x)));
    List<Future<Integer>> futures = service.invokeAll(tasks);
    assertTrue(futures.stream().allMatch(Future::isDone));
    assertEquals(squaresBelow(20), futures.stream().map(ContractBase::get).toList());
  }

  @Test
  void invokeAnyGivesAResultThoughOthersFail() throws Exception {
    // One worker: the one that fails ends first.
    ExecutorService service = pool(1).asExecutorService();
    List<Task<Integer>> tasks = List.of(() -> Tasks.fail(1), () -> Tasks.square(3));
    assertEquals(9, service.invokeAny(tasks).intValue());
  }

  @Test
  void aTaskThatThrowsGivesAnExecutionException() {
    Task<Integer> task = () -> Tasks.fail(5);
    Future<Integer> future = pool(1).asExecutorService().submit(task);
    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> future.get(PROMPT.toSeconds(), TimeUnit.SECONDS));
    // What the task threw itself, as in any executor service.
    assertInstanceOf(IllegalArgumentException.class, e.getCause(), () -> stackOf(e));
    assertEquals("refused: 5", e.getCause().getMessage());
  }

  @Test
  void aTaskThatCannotTravelIsRefusedOnTheCaller() {
    Pool pool = pool(1);
    ExecutorService service = pool.asExecutorService();
    assertThrows(TaskSerializationException.class, () -> service.submit(() -> 42));
    assertThrows(TaskSerializationException.class, () -> service.execute(() -> {}));
    assertThrows(NullPointerException.class, () -> service.submit((Callable<?>) null));
    assertFullSize(pool);
  }

  @Test
  void cancellingARunningTaskKillsItsWorkerAndFreesThePlace() {
    Pool pool = pool(1);
    Gate gate = gate();
    long pid = awaitWorkers(pool).get(0);
    Task<String> task = () -> Tasks.waitAt(gate, "cancelled");
    Future<String> running = pool.asExecutorService().submit(task);
    gate.awaitMark("begun-cancelled");
    assertTrue(running.cancel(true));
    assertTrue(running.isCancelled());
    assertThrows(CancellationException.class, running::get);
    assertFullSize(pool);
    assertFalse(pool.workerPids().contains(pid), "the worker of a cancelled task lives");
  }

  @Test
  void cancellingWithoutInterruptLeavesARunningTaskAlone() {
    Pool pool = pool(1);
    Gate gate = gate();
    long pid = awaitWorkers(pool).get(0);
    Task<String> task = () -> Tasks.waitAt(gate, "left");
    Future<String> running = pool.asExecutorService().submit(task);
    gate.awaitMark("begun-left");
    assertTrue(running.cancel(false));
    gate.mark("go-left");
    assertFullSize(pool);
    assertEquals(List.of(pid), pool.workerPids());
  }

  @Test
  void shutdownClosesThePool() throws InterruptedException {
    Pool pool = pool(1);
    ExecutorService service = pool.asExecutorService();
    Gate gate = gate();
    Task<String> task = () -> Tasks.waitAt(gate, "last");
    Future<String> last = service.submit(task);
    gate.awaitMark("begun-last");
    assertFalse(service.isShutdown());
    service.shutdown();
    assertTrue(service.isShutdown());
    assertFalse(service.isTerminated());
    assertFalse(service.awaitTermination(10, TimeUnit.MILLISECONDS));
    assertThrows(RejectedExecutionException.class, () -> service.submit(task));
    assertThrows(RejectedExecutionException.class, () -> pool.apply(Tasks::square, 1));
    gate.mark("go-last");
    assertEquals("last", get(last));
    assertTrue(service.awaitTermination(PROMPT.toSeconds(), TimeUnit.SECONDS));
    assertTrue(service.isTerminated());
  }

  @Test
  void shutdownNowStopsRunningTasks() throws InterruptedException {
    Pool pool = pool(1);
    ExecutorService service = pool.asExecutorService();
    Gate gate = gate();
    Task<String> task = () -> Tasks.waitAt(gate, "stopped");
    Future<String> stopped = service.submit(task);
    gate.awaitMark("begun-stopped");
    assertNotNull(service.shutdownNow());
    assertTrue(service.awaitTermination(PROMPT.toSeconds(), TimeUnit.SECONDS));
    assertTrue(stopped.isDone());
  }
}
