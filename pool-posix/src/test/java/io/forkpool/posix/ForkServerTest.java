package io.forkpool.posix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.ExitStatus;
import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.StartMethod;
import io.forkpool.WorkerLostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What is the fork server's own: whom it serves, and what happens when it goes. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ForkServerTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);

  /** In a server, {@code preload} sets it; in this JVM it stays 0. */
  private static final AtomicInteger PRELOADED = new AtomicInteger();

  private Pool pool;

  @BeforeAll
  static void isUsable() {
    assumeTrue(
        StartMethod.FORKSERVER.unavailabilityCause().isEmpty(), "no fork server can run here");
  }

  @AfterEach
  void close() throws InterruptedException {
    if (pool != null) {
      pool.terminate();
      assertTrue(pool.join(PROMPT), "the pool does not end");
    }
  }

  private static Pool.Builder builder(int workers) {
    return Pool.builder().workers(workers).startMethod(StartMethod.FORKSERVER);
  }

  /** The process that has made the worker of a pool. */
  private static long serverOf(Pool pool) {
    return pool.apply(() -> ProcessHandle.current().parent().orElseThrow().pid());
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    await().atMost(PROMPT).until(() -> ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void isTheDefaultWhereItCanBeUsed() {
    assertEquals(StartMethod.FORKSERVER, StartMethod.available().get(0));
  }

  @Test
  void workersAreChildrenOfAServerThatIsAChildOfThisJvm() {
    pool = builder(2).build();

    ProcessHandle server = ProcessHandle.of(serverOf(pool)).orElseThrow();

    assertEquals(ProcessHandle.current(), server.parent().orElseThrow());
    await().atMost(PROMPT).until(() -> pool.workerPids().size() == 2);
    Set<Long> children = server.children().map(ProcessHandle::pid).collect(Collectors.toSet());
    assertTrue(children.containsAll(pool.workerPids()), children + " " + pool.workerPids());
  }

  @Test
  void poolsWithTheSameFlagsShareAServerAndOthersHaveTheirOwn() {
    pool = builder(1).build();
    long server = serverOf(pool);
    try (Pool same = builder(1).build();
        Pool other = builder(1).jvmArgs("-Dother=1").build();
        Pool preloaded = builder(1).preload(() -> PRELOADED.set(1)).build()) {
      assertEquals(server, serverOf(same));
      assertNotEquals(server, serverOf(other));
      assertEquals("1", other.apply(() -> System.getProperty("other")));
      assertNotEquals(server, serverOf(preloaded));
    }
  }

  @Test
  void whatPreloadHasMadeIsInEachWorkerThoughItRanOnce() {
    pool =
        builder(2)
            .preload(() -> PRELOADED.set((int) ProcessHandle.current().pid()))
            .maxTasksPerWorker(1)
            .build();

    List<Integer> preloadedBy = pool.map(nothing -> PRELOADED.get(), List.of(1, 2, 3, 4, 5, 6), 1);

    assertEquals(1, Set.copyOf(preloadedBy).size(), preloadedBy.toString());
    assertNotEquals(0, preloadedBy.get(0));
    assertFalse(pool.workerPids().contains((long) preloadedBy.get(0)));
    assertEquals(0, PRELOADED.get());
  }

  @Test
  void aWorkerIsMadeOfASpareAndAnotherSpareTakesItsPlace() {
    pool = builder(1).build();
    long server = serverOf(pool);
    Set<Long> spares = spares(server, 1);

    assertThrows(WorkerLostException.class, () -> pool.apply(() -> exit(3)));

    assertTrue(spares.contains(pool.apply(() -> ProcessHandle.current().pid())));
    assertNotEquals(spares, spares(server, 1));
  }

  @Test
  void thereAreNoMoreSparesThanWorkersNorThanProcessors() throws Exception {
    pool = builder(64).jvmArgs("-Xmx16m").build();
    long server = serverOf(pool);
    await().atMost(PROMPT).until(() -> pool.workerPids().size() == 64);

    int expected = Math.min(4, Runtime.getRuntime().availableProcessors());
    spares(server, expected);
    Thread.sleep(300); // time to make more
    assertEquals(expected, spares(server, expected).size());
  }

  @Test
  void aWorkerComesAllTheSameWhenTheSparesAreKilled() {
    pool = builder(1).build();
    long server = serverOf(pool);
    spares(server, 1).forEach(ForkServerTest::kill); // and reaped, or they would still be there

    assertThrows(WorkerLostException.class, () -> pool.apply(() -> exit(3)));

    assertEquals(server, serverOf(pool));
    spares(server, 1); // again
  }

  @Test
  void aStoppedSpareHoldsUpNeitherTheServerNorThePoolsOfOthers() throws Exception {
    pool = builder(1).build();
    long server = serverOf(pool);
    long spare = spares(server, 1).iterator().next();
    signal("STOP", spare);
    try (Pool waits = builder(1).build();
        Pool other = builder(1).build()) {
      CompletableFuture<Long> late = waits.applyAsync(() -> ProcessHandle.current().pid());
      CompletableFuture<Long> prompt = other.applyAsync(() -> ProcessHandle.current().pid());

      await().atMost(PROMPT).until(() -> late.isDone() || prompt.isDone());
      assertFalse(late.isDone() && prompt.isDone(), "the spare was not used");
      signal("CONT", spare);

      assertTrue(Set.of(late.get(20, TimeUnit.SECONDS), prompt.get()).contains(spare));
    } finally {
      signal("CONT", spare);
    }
  }

  @Test
  void sparesEndWithTheirServer() {
    pool = builder(1).build();
    long server = serverOf(pool);
    Set<Long> spares = spares(server, 1);

    kill(server);

    await()
        .atMost(PROMPT)
        .until(
            () ->
                spares.stream()
                    .flatMap(spare -> ProcessHandle.of(spare).stream())
                    .allMatch(ServedHandle::hasEnded)); // whoever adopts them may reap at leisure
  }

  private static Set<Long> spares(long server, int count) {
    return await().atMost(PROMPT).until(() -> Spares.of(server), found -> found.size() == count);
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor();
  }

  @Test
  void runningWorkersCompleteWhenTheServerIsKilledAndTheNextStartRevivesIt() throws Exception {
    pool = builder(1).build();
    long server = serverOf(pool);
    long worker = pool.workerPids().iterator().next();
    CompletableFuture<Long> running =
        pool.applyAsync(
            () -> {
              while (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L)
                  == server) {
                Thread.sleep(5); // until the server has gone
              }
              return ProcessHandle.current().pid();
            });

    kill(server);

    assertEquals(worker, running.get(20, TimeUnit.SECONDS));
    assertThrows(WorkerLostException.class, () -> pool.apply(() -> exit(3)));
    assertNotEquals(server, serverOf(pool));
  }

  @Test
  void anExitStatusThatNobodyCanKnowIsSaidToBeLost() {
    pool = builder(1).build();
    kill(serverOf(pool));

    WorkerLostException lost =
        assertThrows(WorkerLostException.class, () -> pool.apply(() -> exit(3)));

    assertEquals(new ExitStatus.Lost(), lost.exitStatus());
  }

  @Test
  void anExitStatusIsExact() {
    pool = builder(1).build();

    WorkerLostException lost =
        assertThrows(WorkerLostException.class, () -> pool.apply(() -> exit(77)));

    assertEquals(ExitStatus.ofExitValue(77), lost.exitStatus());
  }

  private static int exit(int status) {
    System.exit(status);
    return 0;
  }

  @Test
  void aPreloadActionThatFailsBreaksThePoolWithWhatItHasSaid() {
    pool =
        builder(1)
            .preload(
                () -> {
                  throw new IllegalStateException("no such data");
                })
            .build();

    PoolException broken = assertThrows(PoolException.class, () -> pool.apply(() -> 1));

    assertTrue(broken.getMessage().contains("no such data"), broken.getMessage());
  }

  @Test
  void aPreloadActionThatFailsLateIsQuotedToo() {
    pool =
        builder(1)
            .preload(
                () -> {
                  sleep(2_000); // the server has connected by then, and has been asked for a child
                  throw new IllegalStateException("late, and no data");
                })
            .build();

    PoolException broken = assertThrows(PoolException.class, () -> pool.apply(() -> 1));

    assertTrue(broken.getMessage().contains("late, and no data"), broken.getMessage());
    assertTrue(broken.getMessage().contains("has ended"), broken.getMessage());
  }

  @Test
  void aPoolCanBeTerminatedWhileTheServerPrepares() throws Exception {
    Pool slow = builder(1).preload(() -> sleep(3_600_000)).build();
    CompletableFuture<Integer> waiting = slow.applyAsync(() -> 1);

    slow.terminate();

    assertTrue(slow.join(PROMPT), "the pool waits for its server");
    assertThrows(CancellationException.class, () -> waiting.get(20, TimeUnit.SECONDS));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theServerHasOneThreadOfItsOwn() {
    pool = builder(1).build();

    List<String> names = pool.apply(ForkServerTest::threadsThatTheServerHad);

    assertEquals(List.of("main"), names);
  }

  /** In a worker: its server's threads, less those of the JVM and of JNA. */
  private static List<String> threadsThatTheServerHad() {
    try {
      Process jstack =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/jcmd",
                  "-J-Dsun.tools.attach.attachTimeout=30000",
                  "" + ProcessHandle.current().parent().orElseThrow().pid(),
                  "Thread.print")
              .start();
      String all = new String(jstack.getInputStream().readAllBytes());
      assertTrue(all.contains("Reference Handler"), all);
      return all.lines()
          .filter(line -> line.startsWith("\"") && line.contains(" #"))
          .map(line -> line.substring(1, line.indexOf('"', 1)))
          .filter(name -> !JVM_THREADS.contains(name.replaceAll("[0-9]+$| \\(pid [0-9]+\\)$", "")))
          .collect(Collectors.toList());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final Set<String> JVM_THREADS =
      Set.of(
          "Reference Handler",
          "Finalizer",
          "Signal Dispatcher",
          "Service Thread",
          "Monitor Deflation Thread",
          "C1 CompilerThread",
          "C2 CompilerThread",
          "Sweeper thread",
          "Notification Thread",
          "Common-Cleaner",
          "Attach Listener",
          "JNA Cleaner",
          "process reaper"); // of JNA, which asks ldconfig where libraries are
}
