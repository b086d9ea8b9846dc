package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.PoolListener;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import io.forkpool.WorkerLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A crash, an exit or an error at every place that a task passes: one task fails, promptly and with
 * a type that says why, all others succeed, and the pool is at full size again.
 */
public abstract class NoDeadlockContract extends ContractBase {
  private static final int MEBIBYTE = 1 << 20;

  /** A pool of two workers, which need not tell at length of a fault, or have a small heap. */
  private Pool poolFor(Mishap mishap) {
    return switch (mishap) {
      case FAULT -> open(withFlags(builder(2), "-XX:+SuppressFatalErrorMessage"));
      case EXHAUST_HEAP -> open(withFlags(builder(2), "-Xmx96m"));
      default -> pool(2);
    };
  }

  /** Submits one ill task among healthy ones, and gives what it failed with. */
  private static <T extends PoolException> T onlyOneFails(
      Pool pool, Class<T> type, Function<Pool, CompletableFuture<?>> ill) {
    List<CompletableFuture<Integer>> healthy = new ArrayList<>(submitSquares(pool, 10));
    CompletableFuture<?> future = ill.apply(pool);
    List<CompletableFuture<Integer>> healthyToo = submitSquares(pool, 10);
    T failure = failure(type, future);
    assertSquares(healthy);
    assertSquares(healthyToo);
    assertFullSize(pool);
    return failure;
  }

  private void onlyOneFails(
      Mishap mishap,
      Class<? extends PoolException> ofAThrow,
      Function<Pool, CompletableFuture<?>> ill) {
    PoolException failure = onlyOneFails(poolFor(mishap), mishap.exception(ofAThrow), ill);
    if (failure instanceof WorkerLostException lost) {
      assertTrue(mishap.endsWith(lost.exitStatus()), lost.exitStatus().toString());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"THROW", "THROW_ERROR", "OVERFLOW_STACK", "EXHAUST_HEAP"})
  @Behaviour(26)
  void encodingATask(Mishap mishap) {
    // What ends the process here ends the caller: only errors are left.
    Pool pool = pool(2);
    List<CompletableFuture<Integer>> healthy = submitSquares(pool, 10);
    Trap trap = Trap.whenEncoded(mishap);
    for (int i = 0; i < 5; i++) {
      assertCallerGetsIt(mishap, () -> pool.apply(Tasks::pidFor, trap));
      assertCallerGetsIt(mishap, () -> pool.applyAsync(Tasks::pidFor, trap));
      assertCallerGetsIt(mishap, () -> pool.map(Tasks::pidFor, List.of(1, trap, 2), 3));
    }
    assertSquares(healthy);
    assertFullSize(pool);
  }

  /** That this JVM itself has no memory is told as it is. */
  private static void assertCallerGetsIt(Mishap mishap, Runnable call) {
    Class<? extends Throwable> expected =
        mishap == Mishap.EXHAUST_HEAP ? OutOfMemoryError.class : TaskSerializationException.class;
    Throwable got = null;
    try {
      call.run();
    } catch (Throwable e) { // assertThrows takes an OutOfMemoryError for the end of the tests
      got = e;
    }
    assertInstanceOf(expected, got);
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(27)
  void decodingATask(Mishap mishap) {
    onlyOneFails(
        mishap,
        TaskSerializationException.class,
        pool -> pool.applyAsync(Tasks::pidFor, Trap.whenDecodedAbroad(mishap)));
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(28)
  void runningATask(Mishap mishap) {
    onlyOneFails(mishap, TaskFailedException.class, pool -> pool.applyAsync(Tasks::befall, mishap));
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(29)
  void encodingAResult(Mishap mishap) {
    onlyOneFails(
        mishap,
        TaskSerializationException.class,
        pool -> pool.applyAsync(Trap::whenEncoded, mishap));
  }

  @ParameterizedTest
  @EnumSource(names = {"THROW", "THROW_ERROR", "OVERFLOW_STACK", "EXHAUST_HEAP"})
  @Behaviour(30)
  void decodingAResultInTheParent(Mishap mishap) {
    // A parent without memory cannot know where the next result begins: it gives the worker up.
    Class<? extends PoolException> type =
        mishap == Mishap.EXHAUST_HEAP
            ? WorkerLostException.class
            : TaskSerializationException.class;
    onlyOneFails(pool(2), type, pool -> pool.applyAsync(Trap::whenDecodedAbroad, mishap));
  }

  /** By somebody who kills it from within the decoding. */
  @Test
  @Behaviour(30)
  void aWorkerThatIsKilledWhileItsResultIsDecoded() {
    Pool pool = pool(1);
    assertGivenOrLost(
        48 * MEBIBYTE,
        pool.applyAsync(() -> new Object[] {new Assassin(), Tasks.bytes(48 * MEBIBYTE)})
            .thenApply(parts -> Tasks.length((byte[]) parts[1])));
    assertFullSize(pool);
    assertEquals(1, pool.stats().lostWorkers());
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(31)
  void afterClose(Mishap mishap) {
    Pool pool = poolFor(mishap);
    Gate gate = gate();
    List<CompletableFuture<?>> ill = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ill.add(pool.applyAsync(() -> befallBehind(gate, mishap)));
    }
    List<CompletableFuture<Integer>> healthy = submitSquares(pool, 10);
    pool.close();
    gate.mark("closed");
    ill.forEach(future -> failure(mishap.exception(TaskFailedException.class), future));
    assertSquares(healthy);
    assertTrue(pool.join(PROMPT));
  }

  private static Object befallBehind(Gate gate, Mishap mishap) throws Exception {
    gate.mark("behind-" + Tasks.pid());
    gate.pass("closed");
    return Tasks.befall(mishap);
  }

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

  private static void assertGivenOrLost(int length, CompletableFuture<Integer> future) {
    try {
      assertEquals(length, future.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS).intValue());
    } catch (ExecutionException e) {
      assertInstanceOf(WorkerLostException.class, e.getCause(), () -> stackOf(e));
    } catch (Exception e) {
      throw new AssertionError("not prompt", e);
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
                .listener(new StartKiller(gate, Set.of(1, 2, 3, 4)))
                .initializer(() -> gate.pass("spared-" + Tasks.pid())));
    assertSquares(submitSquares(pool, 10));
    assertFullSize(pool);
  }

  @Test
  @Behaviour(34)
  void beforeAReplacementIsReady() {
    // The first is the original, the next two its replacements; so are those after the fourth.
    Gate gate = gate();
    StartKiller killer = new StartKiller(gate, Set.of(2, 3, 5, 6));
    Pool pool =
        open(
            builder(1)
                .listener(killer)
                .initializer(() -> gate.pass("spared-" + Tasks.pid())));
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

    StartKiller(Gate gate, Set<Integer> killed) {
      this.gate = gate;
      this.killed = killed;
    }

    @Override
    public void workerStarted(long pid) {
      if (killed.contains(started.incrementAndGet())) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      } else {
        gate.mark("spared-" + pid);
      }
    }
  }
}
