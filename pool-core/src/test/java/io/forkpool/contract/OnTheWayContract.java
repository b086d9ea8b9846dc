package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import io.forkpool.WorkerLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A crash, an exit or an error while much is on its way to workers or from them, and while workers
 * are replaced.
 */
public abstract class OnTheWayContract extends MishapBase {

  @Test
  @Behaviour(32)
  void midWayThroughALargeArgument() throws Exception {
    Pool pool = pool(1);
    long pid = awaitWorkers(pool).get(0);
    // A stopped worker reads no more: the argument gets stuck on its way.
    Signals.send("STOP", pid);
    byte[] large = new byte[48 * MEBIBYTE];
    CompletableFuture<CompletableFuture<Integer>> call =
        CompletableFuture.supplyAsync(
            () -> pool.applyAsync(Tasks::length, large), ContractBase::onAThread);
    CompletableFuture<Integer> future = get(call);
    await("hand-out").atMost(PROMPT).until(() -> pool.stats().assignedTasks() == 1);
    List<CompletableFuture<Integer>> healthy = submitSquares(pool, 10);
    Signals.send("KILL", pid);
    assertGivenOrLost(large.length, future);
    assertSquares(healthy);
    assertFullSize(pool);
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(32)
  void inTheMiddleOfALargeArgument(Mishap mishap) {
    Object[] large = {
      new byte[8 * MEBIBYTE], Trap.whenDecodedAbroad(mishap), new byte[8 * MEBIBYTE]
    };
    onlyOneFails(
        mishap, TaskSerializationException.class, pool -> pool.applyAsync(Tasks::pidFor, large));
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(32)
  void inTheMiddleOfALargeResult(Mishap mishap) {
    onlyOneFails(
        mishap,
        TaskSerializationException.class,
        pool ->
            pool.applyAsync(
                it ->
                    new Object[] {
                      Tasks.bytes(8 * MEBIBYTE), Trap.whenEncoded(it), Tasks.bytes(8 * MEBIBYTE)
                    },
                mishap));
  }

  /** The worker dies at about the moment in which it sends its result; which side of it varies. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8, 16, 32, 64})
  @Behaviour(32)
  void midWayThroughALargeResult(int millis) {
    Pool pool = pool(1);
    CompletableFuture<byte[]> future =
        pool.applyAsync(
            () -> {
              haltAfter(millis);
              return Tasks.bytes(48 * MEBIBYTE);
            });
    List<CompletableFuture<Integer>> queued = submitSquares(pool, 3);
    assertGivenOrLost(48 * MEBIBYTE, future.thenApply(Tasks::length));
    // At most the one that it had begun is lost with it.
    long lost = queued.stream().filter(square -> isLost(square)).count();
    assertTrue(lost <= 1, lost + " lost");
    assertFullSize(pool);
  }

  private static void haltAfter(int millis) {
    Thread killer =
        new Thread(
            () -> {
              try {
                Thread.sleep(millis);
              } catch (InterruptedException now) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(4);
            });
    killer.setDaemon(true);
    killer.start();
  }

  private static boolean isLost(CompletableFuture<?> future) {
    try {
      future.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS);
      return false;
    } catch (Exception e) {
      assertInstanceOf(WorkerLostException.class, e.getCause(), () -> stackOf(e));
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(33)
  void withAFullChannel(Mishap mishap) {
    Pool pool = poolFor(mishap);
    Gate gate = gate();
    List<CompletableFuture<?>> ill = occupy(pool, gate, mishap);
    List<CompletableFuture<Integer>> queued = new ArrayList<>();
    byte[] large = new byte[MEBIBYTE];
    range(20).forEach(x -> queued.add(pool.applyAsync(Tasks::length, large)));
    gate.mark("closed");
    ill.forEach(future -> failure(mishap.exception(TaskFailedException.class), future));
    queued.forEach(future -> assertEquals(MEBIBYTE, get(future).intValue()));
    assertFullSize(pool);
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(33)
  void withChunksSentAhead(Mishap mishap) {
    Pool pool = poolFor(mishap);
    Gate gate = gate();
    List<CompletableFuture<?>> ill = occupy(pool, gate, mishap);
    CompletableFuture<List<Integer>> map = pool.mapAsync(Tasks::square, range(5_000));
    gate.mark("closed");
    ill.forEach(future -> failure(mishap.exception(TaskFailedException.class), future));
    assertEquals(squaresBelow(5_000), get(map));
    assertFullSize(pool);
  }

  /** Gives each worker something to wait with that it befalls then. */
  private static List<CompletableFuture<?>> occupy(Pool pool, Gate gate, Mishap mishap) {
    List<CompletableFuture<?>> ill = new ArrayList<>();
    for (int i = 0; i < pool.workers(); i++) {
      ill.add(pool.applyAsync(() -> befallBehind(gate, mishap)));
    }
    gate.awaitMarks("behind-", pool.workers());
    return ill;
  }

  /** All workers at once, and those in their places at once again. */
  @ParameterizedTest
  @EnumSource
  @Behaviour(34)
  void whileOthersAreReplaced(Mishap mishap) {
    Pool pool = poolFor(mishap);
    List<CompletableFuture<?>> ill = new ArrayList<>();
    List<CompletableFuture<Integer>> healthy = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ill.add(pool.applyAsync(Tasks::befall, mishap));
      healthy.addAll(submitSquares(pool, 3));
    }
    ill.forEach(future -> failure(mishap.exception(TaskFailedException.class), future));
    healthy.forEach(square -> assertTrue(get(square) <= 4));
    assertFullSize(pool);
  }

  @Test
  @Behaviour(34)
  void duringReplacement() throws Exception {
    Pool pool = pool(2);
    for (int round = 0; round < 4; round++) {
      for (long pid : awaitWorkers(pool)) {
        Signals.send("KILL", pid);
      }
      List<CompletableFuture<Integer>> futures = submitSquares(pool, 20);
      // A task may have gone to a worker that was already dying.
      assertTrue(futures.stream().filter(future -> isLost(future)).count() <= 2);
    }
    assertFullSize(pool);
  }

  @Test
  @Behaviour(34)
  void whileAllWorkersStart() {
    Gate gate = gate();
    Pool pool =
        open(
            builder(4)
                .listener(new StartKiller(gate, Set.of(1, 2, 3, 4), 4))
                .initializer(() -> gate.pass("spared-" + Tasks.pid())));
    assertSquares(submitSquares(pool, 10));
    assertFullSize(pool);
  }

  @Test
  @Behaviour(34)
  void beforeAReplacementIsReady() {
    // The first is the original, the next two its replacements; so are those after the fourth.
    Gate gate = gate();
    StartKiller killer = new StartKiller(gate, Set.of(2, 3, 5, 6), 1);
    Pool pool =
        open(builder(1).listener(killer).initializer(() -> gate.pass("spared-" + Tasks.pid())));
    for (int processes : new int[] {4, 7}) {
      assertEquals(9, pool.apply(Tasks::square, 3).intValue());
      assertThrows(WorkerLostException.class, () -> pool.apply(Tasks::befall, Mishap.HALT));
      List<CompletableFuture<Integer>> futures = submitSquares(pool, 10);
      assertSquares(futures);
      assertFullSize(pool);
      assertEquals(processes, killer.started.get(), "processes started");
    }
  }

  /** Kills some of the processes that are started, and lets the others become ready. */
  private static final class StartKiller implements PoolListener {
    private final AtomicInteger started = new AtomicInteger();
    private final Gate gate;
    private final Set<Integer> killed;
    private final int together;
    private final List<Long> condemned = new ArrayList<>();

    /** Kills them so many at a time: one after the other would be too many in a row for a pool. */
    StartKiller(Gate gate, Set<Integer> killed, int together) {
      this.gate = gate;
      this.killed = killed;
      this.together = together;
    }

    @Override
    public void workerStarted(long pid) {
      if (killed.contains(started.incrementAndGet())) {
        condemned.add(pid);
        if (condemned.size() == together) {
          condemned.forEach(
              each -> ProcessHandle.of(each).ifPresent(ProcessHandle::destroyForcibly));
          condemned.clear();
        }
      } else {
        gate.mark("spared-" + pid);
      }
    }
  }
}
