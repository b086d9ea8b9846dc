package io.forkpool.posix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.core.channel.ChannelPair;
import io.forkpool.spi.ChildRole;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fork server that is killed, or stopped, while pools need it. Each pool of these tests has a
 * server of its own, told by a JVM flag. {@link ServerStepsTest} looks at each system call.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ForkServerDeathTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);

  @TempDir private Path directory;

  private final List<Pool> pools = new ArrayList<>();
  private Set<Long> before;
  private String flag;

  @BeforeAll
  static void isUsable() {
    assumeTrue(
        StartMethod.FORKSERVER.unavailabilityCause().isEmpty(), "no fork server can run here");
  }

  @BeforeEach
  void lookAround() {
    before = children();
    flag = "-Dserver.of=" + directory.getFileName();
  }

  /** Of its servers, if any is left, only the children are asked for; a server stays for others. */
  @AfterEach
  void nothingIsLeftButAServer() {
    pools.forEach(Pool::terminate);
    pools.forEach(pool -> assertTrue(pool.join(PROMPT), "the pool does not end"));
    Set<Long> servers = children();
    servers.removeAll(before);
    await("children of " + servers)
        .atMost(PROMPT)
        .until(
            () ->
                servers.stream()
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .allMatch(server -> Spares.less(server.children()).count() == 0));
    servers.forEach(ForkServerDeathTest::kill);
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private Pool pool(int workers) {
    return open(Pool.builder().workers(workers));
  }

  private Pool open(Pool.Builder builder) {
    Pool pool = builder.startMethod(StartMethod.FORKSERVER).jvmArgs(flag).build();
    pools.add(pool);
    return pool;
  }

  /** Once all its workers are up: no start is under way. Pools of as many workers share it. */
  private static long serverOf(Pool pool) {
    await().atMost(PROMPT).until(() -> pool.workerPids().size() == pool.workers());
    return pool.apply(() -> ProcessHandle.current().parent().orElseThrow().pid());
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    await()
        .atMost(PROMPT)
        .until(() -> ProcessHandle.of(pid).map(ServedHandle::hasEnded).orElse(true));
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(PROMPT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void manyStartsThatAStoppedServerNeverReadsAreMadeByTheNextOneOnceItIsKilled() throws Exception {
    long server = serverOf(pool(8));
    signal("STOP", server);
    Pool waiting = pool(8);
    List<CompletableFuture<Long>> tasks =
        IntStream.range(0, 8).mapToObj(i -> waiting.applyAsync(() -> parent())).toList();
    awaitThreadsIn(ForkServer.class, "start", 8);

    kill(server);

    for (CompletableFuture<Long> task : tasks) {
      assertNotEquals(server, get(task));
    }
  }

  private static long parent() {
    return ProcessHandle.current().parent().orElseThrow().pid();
  }

  private static void awaitThreadsIn(Class<?> type, String method, int count) {
    await()
        .atMost(PROMPT)
        .until(
            () ->
                Thread.getAllStackTraces().values().stream()
                        .filter(stack -> isIn(stack, type, method))
                        .count()
                    >= count);
  }

  private static boolean isIn(StackTraceElement[] stack, Class<?> type, String method) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(type.getName()) && frame.getMethodName().equals(method)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void startsThatAStoppedServerHasNotReadAreMadeWhenItGoesOn() throws Exception {
    long server = serverOf(pool(2));
    signal("STOP", server);
    CompletableFuture<Long> task = pool(2).applyAsync(() -> parent());
    awaitThreadsIn(ForkServer.class, "start", 2);

    signal("CONT", server);

    assertEquals(server, get(task));
  }

  @Test
  void aPoolEndsThoughItsServerIsStoppedAndTheChildThatComesLaterIsKilled() throws Exception {
    long server = serverOf(pool(2));
    signal("STOP", server);
    Pool waiting = pool(2);
    awaitThreadsIn(ForkServer.class, "start", 2);

    waiting.terminate();
    assertTrue(waiting.join(PROMPT), "the pool waits for its server");
    signal("CONT", server);

    // that no child is left is seen after the test
    assertEquals(server, serverOf(pool(2)));
  }

  @Test
  void aWorkerThatHasYetToGreetWhenItsServerIsKilledServes() throws Exception {
    Pool first = pool(1);
    long server = serverOf(first);
    await().atMost(PROMPT).until(() -> !Spares.of(server).isEmpty());
    Set<Long> spares = Spares.of(server);
    for (long spare : spares) {
      signal("STOP", spare);
    }
    CompletableFuture<Long> task = pool(1).applyAsync(() -> ProcessHandle.current().pid());
    // It is no spare any more for its server, which makes another one in its place.
    await().atMost(PROMPT).until(() -> Spares.of(server).size() > spares.size());

    kill(server);
    for (long spare : spares) {
      signal("CONT", spare);
    }

    assertTrue(spares.contains(get(task)), "it was not a spare");
  }

  @Test
  void aServerThatIsKilledWhileItIsRevivedIsRevivedAgain() throws Exception {
    Path slow = directory.resolve("slow");
    String path = slow.toString();
    Pool pool =
        open(
            Pool.builder()
                .workers(2)
                .preload(
                    () -> {
                      while (Files.exists(Path.of(path))) {
                        Thread.sleep(5);
                      }
                    }));
    long server = serverOf(pool);
    Files.createFile(slow);
    Set<Long> known = children();
    kill(server);
    List<CompletableFuture<Long>> lost =
        List.of(pool.applyAsync(() -> exit(3)), pool.applyAsync(() -> exit(3)));
    long second = awaitServer(known);

    kill(second);
    long third = awaitServer(known);
    Files.delete(slow);

    assertEquals(third, get(pool.applyAsync(() -> parent())));
    lost.forEach(each -> assertThrows(Exception.class, () -> get(each)));
  }

  /** The next process that this one starts; it is known from then on. */
  private static long awaitServer(Set<Long> known) {
    await().atMost(PROMPT).until(() -> !known.containsAll(children()));
    Set<Long> started = children();
    started.removeAll(known);
    known.addAll(started);
    return started.iterator().next();
  }

  private static long exit(int status) {
    System.exit(status);
    return 0;
  }

  @Test
  void tasksCompleteThoughTheirServersAreKilledAllTheTime() throws Exception {
    Pool pool = open(Pool.builder().workers(2).maxTasksPerWorker(1));
    for (int round = 0; round < 6; round++) {
      List<CompletableFuture<Long>> tasks =
          IntStream.range(0, 6).mapToObj(i -> pool.applyAsync(() -> parent())).toList();
      kill(serverOf(tasks, round % 3));
      for (CompletableFuture<Long> task : tasks) {
        get(task);
      }
    }
  }

  /**
   * That of the first task, from one of them on, whose worker has its server still: workers that
   * were made before the last one was killed have been adopted by a process that is not ours.
   */
  private static long serverOf(List<CompletableFuture<Long>> tasks, int from) throws Exception {
    for (CompletableFuture<Long> task : tasks.subList(from, tasks.size())) {
      long parent = get(task);
      if (children().contains(parent)) {
        return parent;
      }
    }
    throw new AssertionError("all workers are orphans");
  }

  @Test
  void aServerThatSaysNothingIsKilledWhenItsTimeIsOver() throws Exception {
    SocketChannel[] ends = ChannelPair.sockets();
    Unborn process = new Unborn();
    try {
      ForkServer server =
          new ForkServer(process, ends[1], "silent", ChildRole.WORKER, Duration.ofMillis(100));

      IOException failure =
          assertThrows(IOException.class, () -> server.start("name", "program", new byte[0]));

      assertTrue(failure.getMessage().contains("made no child within"), failure.getMessage());
      assertEquals(1, process.kills.get());
      server.close();
    } finally {
      ends[0].close();
    }
  }
}
