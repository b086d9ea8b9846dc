package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ExitStatus;
import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.PoolStats;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskOptions;
import io.forkpool.TaskTimeoutException;
import io.forkpool.WorkerEnd;
import io.forkpool.WorkerLostException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a pool tells about itself. */
public abstract class ObservationContract extends ContractBase {

  /** Writes down what it is told, in the order of the calls. */
  private static final class Diary implements PoolListener {
    private final List<Map.Entry<Long, String>> entries = new CopyOnWriteArrayList<>();

    @Override
    public void workerStarted(long pid) {
      entries.add(Map.entry(pid, "started"));
    }

    @Override
    public void workerReady(long pid, Duration startup) {
      entries.add(Map.entry(pid, startup.isNegative() ? "ready too soon" : "ready"));
    }

    @Override
    public void workerLost(long pid, ExitStatus status, int tasksLost, WorkerEnd why) {
      entries.add(Map.entry(pid, why + " " + tasksLost + " by " + status));
    }

    @Override
    public void workerStopped(long pid, ExitStatus status, WorkerEnd why) {
      entries.add(Map.entry(pid, "stopped " + why));
    }

    /** How workers ended, in the order of their ends. */
    List<String> ends() {
      return entries.stream()
          .map(Map.Entry::getValue)
          .filter(entry -> !entry.equals("started") && !entry.equals("ready"))
          .toList();
    }

    @Override
    public String toString() {
      return entries.toString();
    }

    /** The lives of all workers, one list each, in the order of their text. */
    List<List<String>> lives() {
      return entries.stream()
          .collect(
              Collectors.groupingBy(
                  Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
          .values()
          .stream()
          .sorted((a, b) -> a.toString().compareTo(b.toString()))
          .toList();
    }
  }

  @Test
  void listenersAreToldTheLivesOfWorkersInOrder() {
    Diary diary = new Diary();
    Pool pool = open(builder(1).listener(diary).listener(new Rude()));
    assertThrows(WorkerLostException.class, () -> pool.apply(Tasks::befall, Mishap.HALT));
    assertFullSize(pool);
    pool.close();
    assertTrue(pool.join(PROMPT));
    List<List<String>> expected =
        List.of(
            List.of("started", "ready", "LOST 1 by exit code 4"),
            List.of("started", "ready", "stopped CLOSED"));
    await().atMost(PROMPT).untilAsserted(() -> assertEquals(expected, diary.lives()));
  }

  @Test
  void renewedAndTerminatedWorkersAreStoppedNotLost() {
    Diary diary = new Diary();
    Pool pool = open(builder(1).listener(diary).maxTasksPerWorker(2));
    assertEquals(squaresBelow(4), pool.map(Tasks::square, range(4), 1));
    Gate gate = gate();
    pool.applyAsync(name -> Tasks.waitAt(gate, name), "terminated");
    gate.awaitMark("begun-terminated");
    pool.terminate();
    assertTrue(pool.join(PROMPT));
    Set<List<String>> whole =
        Set.of(
            List.of("started", "ready", "stopped TASKS"),
            List.of("started", "ready", "stopped CLOSED"),
            List.of("started", "stopped CLOSED"));
    await()
        .atMost(PROMPT)
        .untilAsserted(
            () -> {
              assertTrue(whole.containsAll(diary.lives()), diary::toString);
              assertEquals(3, diary.lives().size(), diary::toString);
            });
  }

  @Test
  void killedWorkersTellWhy() {
    Diary diary = new Diary();
    Pool pool = open(builder(1).listener(diary).taskTimeout(Duration.ofMillis(300)));
    assertThrows(TaskTimeoutException.class, () -> pool.apply(() -> Tasks.spin()));
    Pool patient = pool.with(TaskOptions.defaults().withTimeout(PROMPT));
    Gate gate = gate();
    Callable<String> task = (Callable<String> & Serializable) () -> Tasks.waitAt(gate, "cancelled");
    Future<String> cancelled = patient.asExecutorService().submit(task);
    gate.awaitMark("begun-cancelled");
    cancelled.cancel(true);
    await()
        .atMost(PROMPT)
        .untilAsserted(
            () ->
                assertEquals(
                    List.of("TIMEOUT 1 by signal 9 (SIGKILL)", "CANCELLED 1 by signal 9 (SIGKILL)"),
                    diary.ends()));
  }

  @Test
  void aWorkerIsInServiceWhenItIsToldToBeReady() {
    List<Boolean> known = new CopyOnWriteArrayList<>();
    CompletableFuture<Pool> built = new CompletableFuture<>();
    PoolListener asking =
        new PoolListener() {
          @Override
          public void workerReady(long pid, Duration startup) {
            known.add(get(built).workerPids().contains(pid));
          }
        };
    built.complete(open(builder(2).listener(asking)));
    await().atMost(PROMPT).untilAsserted(() -> assertEquals(List.of(true, true), known));
  }

  /** Throws whenever it is told something. */
  private static final class Rude implements PoolListener {
    @Override
    public void workerStarted(long pid) {
      throw new IllegalStateException("a listener that throws");
    }

    @Override
    public void workerReady(long pid, Duration startup) {
      throw new LinkageError("a listener that throws");
    }
  }

  @Test
  void aBlockedListenerDelaysNoTask() {
    CompletableFuture<Void> open = new CompletableFuture<>();
    PoolListener blocked =
        new PoolListener() {
          @Override
          public void workerStarted(long pid) {
            open.join();
          }
        };
    Pool pool = open(builder(2).listener(blocked));
    try {
      assertFullSize(pool);
    } finally {
      open.complete(null);
    }
  }

  @Test
  void statsCountTasksAndWorkers() {
    Pool pool = pool(2);
    Gate gate = gate();
    pool.map(Tasks::square, range(30));
    assertThrows(TaskFailedException.class, () -> pool.apply(Tasks::fail, 1));
    assertThrows(WorkerLostException.class, () -> pool.apply(Tasks::befall, Mishap.EXIT));
    awaitStats(pool, 2, 0, 2, 0, 0, 0, 30, 2, 1);

    List<CompletableFuture<String>> futures =
        range(6).stream()
            .map(x -> pool.<String, String>applyAsync(name -> Tasks.waitAt(gate, name), "t" + x))
            .toList();
    gate.awaitMarks("begun-", 2);
    PoolStats busy = pool.stats();
    assertEquals(
        List.of(0, 0, 2), List.of(busy.startingWorkers(), busy.idleWorkers(), busy.busyWorkers()));
    assertEquals(6, busy.queuedTasks() + busy.assignedTasks());
    assertTrue(busy.assignedTasks() >= 2, busy.toString());

    range(6).forEach(x -> gate.mark("go-t" + x));
    futures.forEach(ContractBase::get);
    awaitStats(pool, 2, 0, 2, 0, 0, 0, 36, 2, 1);
  }

  /** Waits until the pool tells these numbers, in the order of {@link PoolStats}. */
  private static void awaitStats(Pool pool, long... expected) {
    await().atMost(PROMPT).untilAsserted(() -> assertArrayEquals(expected, numbers(pool.stats())));
  }

  private static long[] numbers(PoolStats now) {
    return new long[] {
      now.workers(),
      now.startingWorkers(),
      now.idleWorkers(),
      now.busyWorkers(),
      now.queuedTasks(),
      now.assignedTasks(),
      now.completedTasks(),
      now.failedTasks(),
      now.lostWorkers()
    };
  }

  @Test
  void workersAreCountedWhileTheyStart() {
    Gate gate = gate();
    Pool pool = open(builder(2).initializer(() -> gate.pass("start")));
    PoolStats stats = pool.stats();
    assertEquals(2, stats.startingWorkers());
    assertEquals(List.of(), pool.workerPids());
    gate.mark("start");
    assertEquals(2, awaitWorkers(pool).size());
    awaitStats(pool, 2, 0, 2, 0, 0, 0, 0, 0, 0);
  }
}
