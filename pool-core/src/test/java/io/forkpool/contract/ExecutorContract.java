package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  void invokeAllCancelsWhatIsNotDoneInTime() throws InterruptedException {
    Pool pool = pool(1);
    ExecutorService service = pool.asExecutorService();
    Gate gate = gate();
    List<Long> pids = awaitWorkers(pool);
    List<Task<String>> tasks =
        List.of(() -> "done", () -> Tasks.waitAt(gate, "late"), () -> Tasks.waitAt(gate, "later"));
    // Long enough for the first on a busy machine, most likely; if not, the rest still holds.
    List<Future<String>> futures = service.invokeAll(tasks, 1_500, TimeUnit.MILLISECONDS);
    assertTrue(futures.stream().allMatch(Future::isDone));
    assertEquals(
        List.of(true, true), futures.subList(1, 3).stream().map(Future::isCancelled).toList());
    assertTrue(futures.get(0).isCancelled() || "done".equals(get(futures.get(0))));
    assertFullSize(pool);
    assertFalse(gate.isMarked("begun-later"));
    assertFalse(gate.isMarked("begun-late") && pool.workerPids().equals(pids), "it runs on");
  }

  @Test
  void invokeAllWithOneThatCannotTravelRunsNone() {
    Pool pool = pool(1);
    Gate gate = gate();
    Task<String> fine = () -> Tasks.waitAt(gate, "fine");
    List<Callable<String>> tasks = List.of(fine, () -> "a lambda that is not serializable");
    assertThrows(TaskSerializationException.class, () -> pool.asExecutorService().invokeAll(tasks));
    assertFullSize(pool);
    assertFalse(gate.isMarked("begun-fine"));
  }

  @Test
  void invokeAnyTimesOut() {
    Pool pool = pool(1);
    Gate gate = gate();
    List<Task<String>> tasks = List.of(() -> Tasks.waitAt(gate, "never"));
    assertThrows(
        TimeoutException.class,
        () -> pool.asExecutorService().invokeAny(tasks, 50, TimeUnit.MILLISECONDS));
    assertFullSize(pool);
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
    assertEquals(List.of(), service.shutdownNow());
    assertTrue(service.awaitTermination(PROMPT.toSeconds(), TimeUnit.SECONDS));
    assertThrows(CancellationException.class, () -> stopped.get(1, TimeUnit.MILLISECONDS));
  }

  @Test
  void shutdownNowGivesBackWhatHasNotBegunAndThatCanBeRunElsewhere() throws Exception {
    ExecutorService service = pool(1).asExecutorService();
    Gate gate = gate();
    Task<String> busy = () -> Tasks.waitAt(gate, "busy");
    service.submit(busy);
    gate.awaitMark("begun-busy");
    List<Future<Integer>> futures = new ArrayList<>();
    range(30).forEach(x -> futures.add(service.submit((Task<Integer>) () -> Tasks.square(x))));
    Runnable executed = (Runnable & Serializable) () -> gate.mark("executed");
    service.execute(executed);
    assertTrue(futures.get(7).cancel(false));
    List<Runnable> notBegun = service.shutdownNow();
    assertEquals(30, notBegun.size(), "all but the one that runs and the one that was cancelled");
    assertEquals(futures.get(0), notBegun.get(0), "in order");
    assertEquals(executed, notBegun.get(29));
    assertTrue(service.awaitTermination(PROMPT.toSeconds(), TimeUnit.SECONDS));
    assertThrows(RejectedExecutionException.class, () -> service.execute(notBegun.get(0)));
    ExecutorService another = pool(1).asExecutorService();
    notBegun.subList(0, 10).forEach(another::execute);
    notBegun.subList(10, 30).forEach(Runnable::run);
    List<Integer> expected = new ArrayList<>(squaresBelow(30));
    expected.remove(7);
    futures.remove(7);
    assertEquals(expected, futures.stream().map(ContractBase::get).toList());
    assertTrue(gate.isMarked("executed"));
  }

  @Test
  void shutdownNowEndsAWaitForAll() throws Exception {
    Pool pool = pool(1);
    ExecutorService service = pool.asExecutorService();
    Gate gate = gate();
    List<Task<String>> tasks =
        List.of(() -> Tasks.waitAt(gate, "first"), () -> Tasks.waitAt(gate, "second"));
    FutureTask<List<Future<String>>> wait = new FutureTask<>(() -> service.invokeAll(tasks));
    onAThread(wait);
    gate.awaitMark("begun-first");
    await("both are submitted").atMost(PROMPT).until(() -> pool.stats().submittedTasks() == 2);
    assertEquals(List.of(), service.shutdownNow(), "nobody but the waiting thread can have them");
    for (Future<String> future : get(wait)) {
      assertThrows(CancellationException.class, future::get);
    }
  }

  @Test
  void closeWaitsForWhatWasSubmitted() throws Exception {
    ExecutorService service = pool(1).asExecutorService();
    assumeTrue(service instanceof AutoCloseable, "an executor service has close() since 19");
    Task<Long> task = () -> Tasks.pidAfter(300);
    Future<Long> future = service.submit(task);
    ((AutoCloseable) service).close();
    assertTrue(future.isDone());
    assertTrue(service.isTerminated());
  }
}
