package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.StartMethodUnavailableException;
import io.forkpool.TaskSerializationException;
import io.forkpool.WorkerInitializationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What runs before the first task, and pools that cannot be made. */
public abstract class InitializerContract extends ContractBase {

  @Test
  @Behaviour(19)
  void theInitializerRunsOncePerWorker() {
    Gate gate = gate();
    Pool pool =
        open(
            builder(2)
                .initializer(
                    () -> {
                      Tasks.initialize();
                      gate.mark("initialized-" + Tasks.pid());
                    }));
    List<Integer> counts = pool.map(x -> Tasks.initializations(), range(40), 1);
    assertEquals(Set.of(1), Set.copyOf(counts));
    assertEquals(2, gate.awaitMarks("initialized-", 2).size());
    assertEquals(Set.copyOf(awaitWorkers(pool)), pidsOf(gate.marks("initialized-")));
  }

  @Test
  @Behaviour(19)
  void aReplacedWorkerIsInitializedToo() {
    Pool pool = open(builder(1).initializer(Tasks::initialize).maxTasksPerWorker(1));
    assertEquals(List.of(1, 1, 1), pool.map(x -> Tasks.initializations(), range(3), 1));
  }

  private static Set<Long> pidsOf(Set<String> names) {
    return Set.copyOf(names.stream().map(Long::valueOf).toList());
  }

  @Test
  @Behaviour(19)
  void aFailingInitializerBreaksThePoolWithItsCause() {
    Pool pool = open(builder(2).initializer(InitializerContract::failToInitialize));
    CompletableFuture<Integer> pending = lateOrNow(() -> pool.applyAsync(Tasks::square, 1));
    assertBroken(() -> await(pending));
    Stream<Executable> calls =
        Stream.of(
            () -> pool.apply(Tasks::square, 1),
            () -> pool.map(Tasks::square, range(100)),
            () -> pool.imap(Tasks::square, range(100)).toList(),
            () -> await(pool.mapAsync(Tasks::square, range(100))),
            () -> await(pool.applyAsync(Tasks::square, 1)));
    calls.forEach(InitializerContract::assertBroken);
    pool.close();
    assertTrue(pool.join(PROMPT));
  }

  @Test
  @Behaviour(19)
  void aMapThatWaitsForAFailingInitializerFails() {
    Pool pool = open(builder(2).initializer(InitializerContract::failToInitialize));
    assertBroken(() -> pool.map(Tasks::square, range(100)));
    pool.terminate();
    assertTrue(pool.join(PROMPT));
  }

  @Test
  @Behaviour(19)
  void anInitializerThatExitsBreaksThePool() {
    Pool pool = open(builder(2).initializer(() -> Runtime.getRuntime().halt(7)));
    WorkerInitializationException e =
        assertThrows(WorkerInitializationException.class, () -> pool.apply(Tasks::square, 1));
    assertTrue(stackOf(e).contains("exit code 7"), () -> stackOf(e));
    pool.close();
    assertTrue(pool.join(PROMPT));
  }

  @Test
  void anInitializerThatTakesTooLongBreaksThePoolWithTheLimitThatItWasGiven() {
    Pool pool =
        open(
            builder(1)
                .startTimeout(Duration.ofMillis(100))
                .initializer(() -> Thread.sleep(600_000)));
    WorkerInitializationException e =
        assertThrows(WorkerInitializationException.class, () -> pool.apply(Tasks::square, 1));
    assertTrue(stackOf(e).contains("startTimeout"), () -> stackOf(e));
  }

  @Test
  void aWorkerWhoseInitializerHangsEndsWithItsPool() {
    Gate gate = gate();
    Pool pool =
        open(
            builder(1)
                .initializer(
                    () -> {
                      gate.mark("begun");
                      Thread.sleep(600_000);
                    }));
    gate.awaitMark("begun");
    pool.terminate();
    assertTrue(pool.join(PROMPT), "the pool waits for its initializer");
  }

  private static void failToInitialize() {
    throw new IllegalStateException("no database");
  }

  private static void assertBroken(Executable call) {
    WorkerInitializationException e = assertThrows(WorkerInitializationException.class, call);
    assertInstanceOf(IllegalStateException.class, e.getCause(), () -> stackOf(e));
    assertEquals("no database", e.getCause().getMessage());
  }

  /** A pool may break before the first call or after it. */
  private static <T> CompletableFuture<T> lateOrNow(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (WorkerInitializationException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void await(CompletableFuture<?> future) throws Throwable {
    try {
      future.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  @Test
  @Behaviour(20)
  void anInitializerThatCannotTravelLeavesNoProcess() {
    assumeFalse(contract().copiesParent(), "nothing needs to travel");
    Held held = new Held();
    Set<Long> before = childPids();
    assertThrows(
        TaskSerializationException.class,
        () -> builder(2).initializer(() -> held.touch(1)).build());
    assertThrows(
        TaskSerializationException.class, () -> builder(2).preload(() -> held.touch(1)).build());
    assertEquals(before, childPids());
  }

  @Test
  @Behaviour(20)
  void anUnavailableStartMethodLeavesNoProcess() {
    Optional<StartMethod> unavailable =
        Stream.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORKSERVER)
            .filter(method -> method.unavailabilityCause().isPresent())
            .findFirst();
    assumeTrue(unavailable.isPresent(), "every start method can be used here");
    Set<Long> before = childPids();
    StartMethodUnavailableException e =
        assertThrows(
            StartMethodUnavailableException.class,
            () -> builder(2).startMethod(unavailable.get()).build());
    assertTrue(e.getMessage().contains(unavailable.get().toString()), e.getMessage());
    assertTrue(
        e.getMessage().contains(unavailable.get().unavailabilityCause().orElseThrow()),
        e.getMessage());
    assertEquals(before, childPids());
  }

  @Test
  @Behaviour(20)
  void flagsThatAreRefusedLeaveNoProcess() {
    assumeTrue(contract().copiesParent(), "flags are welcome");
    Set<Long> before = childPids();
    assertThrows(RuntimeException.class, () -> builder(2).jvmArgs("-Xmx64m").build());
    assertEquals(before, childPids());
  }

  @Test
  void aFlagThatTheWorkersJvmRefusesFailsEverythingWithItsWords() {
    assumeTrue(contract().freshJvm(), "workers are no JVMs of their own");
    Pool pool = open(builder(2).jvmArgs("-XX:+NoSuchFlagAtAll"));
    List<CompletableFuture<Integer>> futures =
        range(100).stream()
            .map(x -> lateOrNow(() -> pool.<Integer, Integer>applyAsync(Tasks::square, x)))
            .toList();
    for (CompletableFuture<Integer> future : futures) {
      WorkerInitializationException e = failure(WorkerInitializationException.class, future);
      assertTrue(stackOf(e).contains("Unrecognized VM option 'NoSuchFlagAtAll'"), () -> stackOf(e));
    }
    assertThrows(WorkerInitializationException.class, () -> pool.map(Tasks::square, range(3)));
    pool.close();
    assertTrue(pool.join(PROMPT));
  }

  @Test
  void thePreloadActionRunsBeforeTheInitializer() {
    Pool pool =
        open(
            builder(1)
                .preload(() -> System.setProperty("forkpool.contract.preloaded", "yes"))
                .initializer(
                    () ->
                        System.setProperty(
                            "forkpool.contract.seen",
                            System.getProperty("forkpool.contract.preloaded", "no"))));
    assertEquals("yes", pool.apply(() -> System.getProperty("forkpool.contract.seen")));
  }

  @Test
  void flagsReachTheWorkers() {
    assumeFalse(contract().copiesParent(), "flags are refused");
    Pool pool = open(builder(1).jvmArgs("-Dforkpool.contract.flag=set", "-Xmx48m"));
    assertEquals("set", pool.apply(() -> System.getProperty("forkpool.contract.flag")));
    assertTrue(pool.apply(() -> Runtime.getRuntime().maxMemory()) <= 48L << 20);
  }
}
