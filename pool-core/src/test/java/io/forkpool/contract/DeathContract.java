package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ExitStatus;
import io.forkpool.Pool;
import io.forkpool.SerializableCallable;
import io.forkpool.TaskFailedException;
import io.forkpool.WorkerLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tasks that end their worker, or bring it close to its end: only they fail, and say of what. */
public abstract class DeathContract extends ContractBase {

  /** Submits a task among 20 others, all of which succeed, and gives what it failed with. */
  private <T extends Throwable> T onlyItFails(
      Class<T> type, Pool pool, SerializableCallable<?> ill) {
    List<CompletableFuture<Integer>> before = submitSquares(pool, 10);
    CompletableFuture<?> future = pool.applyAsync(ill);
    List<CompletableFuture<Integer>> after = submitSquares(pool, 10);
    T failure = failure(type, future);
    assertSquares(before);
    assertSquares(after);
    assertFullSize(pool);
    return failure;
  }

  private WorkerLostException workerIsLost(Pool pool, SerializableCallable<?> ill) {
    Gate gate = gate();
    WorkerLostException e =
        onlyItFails(
            WorkerLostException.class,
            pool,
            () -> {
              gate.mark("ill-" + Tasks.pid());
              return ill.call();
            });
    assertEquals(Set.of(Long.toString(e.pid())), gate.marks("ill-"));
    assertTrue(e.getMessage().contains(Long.toString(e.pid())), e.getMessage());
    assertTrue(e.getMessage().contains(e.exitStatus().toString()), e.getMessage());
    assertEquals(1, pool.stats().lostWorkers());
    return e;
  }

  @Test
  @Behaviour(35)
  void aKilledWorkerFailsOnlyItsTaskAndNamesTheSignal() {
    WorkerLostException e = workerIsLost(pool(2), () -> Tasks.befall(Mishap.KILL));
    assertEquals(new ExitStatus.Signaled(9), e.exitStatus());
    assertTrue(e.getMessage().contains("SIGKILL"), e.getMessage());
  }

  @Test
  @Behaviour(35)
  void aTaskThatExitsFailsAloneAndNamesTheCode() {
    WorkerLostException e = workerIsLost(pool(2), () -> Tasks.befall(Mishap.EXIT));
    assertEquals(new ExitStatus.Exited(3), e.exitStatus());
  }

  @Test
  @Behaviour(35)
  void aTaskThatExitsWithZeroFailsToo() {
    WorkerLostException e =
        workerIsLost(
            pool(2),
            () -> {
              System.exit(0);
              return null;
            });
    assertEquals(new ExitStatus.Exited(0), e.exitStatus());
  }

  @Test
  @Behaviour(35)
  void aTaskThatHaltsFailsAloneAndNamesTheCode() {
    WorkerLostException e = workerIsLost(pool(2), () -> Tasks.befall(Mishap.HALT));
    assertEquals(new ExitStatus.Exited(4), e.exitStatus());
  }

  @Test
  @Behaviour(35)
  void aSegmentationFaultFailsOnlyItsTaskAndNamesTheSignal() {
    Pool pool = open(withFlags(builder(2), "-XX:+SuppressFatalErrorMessage"));
    WorkerLostException e =
        workerIsLost(
            pool,
            () -> {
              Signals.sendToSelf("SEGV");
              return null;
            });
    // HotSpot reports the fault and then aborts.
    ExitStatus.Signaled status = assertInstanceOf(ExitStatus.Signaled.class, e.exitStatus());
    assertTrue(Set.of(6, 11).contains(status.signal()), status.toString());
  }

  @Test
  @Behaviour(35)
  void theLastWordsOfAWorkerAreTold() {
    WorkerLostException e =
        workerIsLost(
            pool(2),
            () -> {
              System.err.println("these are the");
              System.err.println("last words");
              return Tasks.befall(Mishap.HALT);
            });
    List<String> lines = e.lastErrorLines();
    assertTrue(lines.size() >= 2, lines.toString());
    assertEquals(
        List.of("these are the", "last words"), lines.subList(lines.size() - 2, lines.size()));
    assertTrue(e.getMessage().contains("last words"), e.getMessage());
  }

  @Test
  @Behaviour(35)
  void aStackOverflowFailsOnlyItsTaskAndTheWorkerLives() {
    Pool pool = pool(1);
    List<Long> pids = awaitWorkers(pool);
    TaskFailedException e =
        onlyItFails(TaskFailedException.class, pool, () -> Tasks.overflowStack(0));
    assertInstanceOf(StackOverflowError.class, e.getCause());
    assertEquals(pids, pool.workerPids());
  }

  @Test
  @Behaviour(35)
  void anExhaustedHeapFailsOnlyItsTask() {
    Pool pool = open(withFlags(builder(1), "-Xmx64m"));
    boolean smallHeap = !contract().copiesParent();
    for (int i = 0; i < 3; i++) {
      TaskFailedException e =
          onlyItFails(
              TaskFailedException.class,
              pool,
              () -> smallHeap ? Tasks.exhaustHeap() : Tasks.exceedArrayLimit());
      assertInstanceOf(OutOfMemoryError.class, e.getCause());
    }
    // A pool may renew such a worker, but none dies.
    assertEquals(0, pool.stats().lostWorkers());
  }

  @Test
  @Behaviour(35)
  void aMapFailsWithTheWorkerThatDiedOfOneInput() {
    Pool pool = pool(2);
    WorkerLostException e =
        assertThrows(
            WorkerLostException.class,
            () -> pool.map(x -> x == 7 ? Tasks.befall(Mishap.HALT) : x, range(40), 4));
    assertEquals(new ExitStatus.Exited(4), e.exitStatus());
    assertFullSize(pool);
  }

  @Test
  @Behaviour(35)
  void aWorkerKilledWhileIdleFailsNothing() throws Exception {
    Pool pool = pool(2);
    for (long pid : awaitWorkers(pool)) {
      Signals.send("KILL", pid);
      await("death").atMost(PROMPT).until(() -> !Signals.isAlive(pid));
    }
    assertFullSize(pool);
    assertEquals(2, pool.stats().lostWorkers());
    assertEquals(0, pool.stats().failedTasks());
  }

  @Test
  @Behaviour(35)
  void everyTaskMayKillItsWorker() {
    Pool pool = pool(2);
    List<CompletableFuture<Object>> ill = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ill.add(pool.applyAsync(() -> Tasks.befall(Mishap.HALT)));
    }
    ill.forEach(future -> failure(WorkerLostException.class, future));
    assertFullSize(pool);
  }

  @Test
  @Behaviour(38)
  void aWorkerIgnoresCtrlCAndItsTaskCompletes() {
    Pool pool = pool(1);
    List<Long> pids = awaitWorkers(pool);
    long pid =
        pool.apply(
            () -> {
              for (int i = 0; i < 3; i++) {
                Signals.send("INT", Tasks.pid());
              }
              // Long enough for a JVM to end, did it not ignore the signal.
              return Tasks.pidAfter(300);
            });
    assertEquals(pids, List.of(pid));
    assertFullSize(pool);
    assertEquals(pids, pool.workerPids());
  }
}
