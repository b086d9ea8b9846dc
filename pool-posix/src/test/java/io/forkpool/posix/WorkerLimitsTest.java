package io.forkpool.posix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.ExitStatus;
import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.TaskFailedException;
import io.forkpool.WorkerLimits;
import io.forkpool.WorkerLostException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits of workers, as the kernel shows them to the parent, with each start method. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerLimitsTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);
  private static final int FILES = 200;

  @BeforeAll
  static void hereAreLimits() {
    assumeTrue(new ProcessLimits().availability().isAvailable());
  }

  static List<StartMethod> startMethods() {
    return StartMethod.available();
  }

  private static Pool pool(StartMethod method, WorkerLimits limits) {
    return Pool.builder().workers(1).startMethod(method).workerLimits(limits).build();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  // ---- what holds for each thread ----

  @ParameterizedTest
  @MethodSource("startMethods")
  void eachThreadOfAWorkerHasItsNiceValueAndItsProcessors(StartMethod method) throws IOException {
    int nice = Math.min(19, Scheduled.ofThisThread().nice() + 3);
    int cpu = Scheduled.firstProcessor();
    WorkerLimits limits = WorkerLimits.none().withNice(nice).withCpus(cpu);
    Set<Scheduled> expected = Set.of(new Scheduled(nice, String.valueOf(cpu)));
    try (Pool pool = pool(method, limits)) {
      long pid = pool.apply(() -> pid());
      assertEquals(expected, Scheduled.ofThreads(pid));
      // In a container HotSpot remembers the number for 20 ms: a copy of this JVM may still know
      // ours.
      // (hotspot/os/linux/cgroupSubsystem_linux.hpp, OSCONTAINER_CACHE_TIMEOUT)
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> pool.apply(() -> Runtime.getRuntime().availableProcessors()) == 1);
      assertEquals(expected, Scheduled.ofThreads(pid), "after threads have come and gone");
    }
  }

  /** Each thread starts the next and ends, while the limits are set. */
  @ParameterizedTest
  @MethodSource("startMethods")
  void threadsThatStartMeanwhileHaveThemToo(StartMethod method) throws IOException {
    int nice = Math.min(19, Scheduled.ofThisThread().nice() + 3);
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .startMethod(method)
            .workerLimits(WorkerLimits.none().withNice(nice))
            .initializer(() -> relay(0))
            .build()) {
      long pid = pool.apply(() -> pid());
      for (int i = 0; i < 20; i++) {
        assertEquals(
            Set.of(nice),
            Set.copyOf(Scheduled.ofThreads(pid).stream().map(Scheduled::nice).toList()));
      }
    }
  }

  private static void relay(int runner) {
    Thread next = new Thread(() -> relay(runner + 1), "runner-" + runner);
    next.setDaemon(true);
    next.start();
  }

  // ---- what holds for the process ----

  @ParameterizedTest
  @MethodSource("startMethods")
  void aTaskThatOpensTooManyFilesFailsAndItsWorkerLives(StartMethod method) throws IOException {
    try (Pool pool = pool(method, WorkerLimits.none().withOpenFiles(FILES))) {
      long pid = pool.apply(() -> pid());
      assertEquals(List.of(String.valueOf(FILES), String.valueOf(FILES)), limit(pid, "open files"));
      TaskFailedException e =
          assertThrows(TaskFailedException.class, () -> pool.apply(() -> openFiles(2 * FILES)));
      assertInstanceOf(IOException.class, e.getCause());
      assertTrue(e.getMessage().contains("Too many open files"), e::getMessage);
      assertEquals(pid, pool.apply(() -> closeFiles()).longValue());
    }
  }

  /** Open until they are closed by the next task: the failure itself has no file left. */
  private static final List<FileInputStream> OPEN = new ArrayList<>();

  private static int openFiles(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      OPEN.add(new FileInputStream("/proc/self/stat"));
    }
    return OPEN.size();
  }

  private static long closeFiles() throws IOException {
    for (FileInputStream file : OPEN) {
      file.close();
    }
    return pid();
  }

  @ParameterizedTest
  @MethodSource("startMethods")
  void aWorkerThatHasUsedUpItsProcessorTimeIsLostAndReplaced(StartMethod method)
      throws IOException {
    WorkerLimits limits = WorkerLimits.none().withCpuTime(Duration.ofMillis(1_500));
    try (Pool pool = pool(method, limits)) {
      assertEquals(List.of("2", "3"), limit(pool.apply(() -> pid()), "cpu time"));
      WorkerLostException e =
          assertThrows(WorkerLostException.class, () -> pool.apply(() -> spin()));
      assertEquals(new ExitStatus.Signaled(24), e.exitStatus());
      assertTrue(e.getMessage().contains("SIGXCPU"), e::getMessage);
      assertEquals(4, pool.apply(() -> 2 + 2).intValue());
    }
  }

  private static int spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  /** The soft and the hard limit. */
  private static List<String> limit(long pid, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/limits")).stream()
        .filter(line -> line.startsWith("Max " + name))
        .map(line -> List.of(line.substring(25).strip().split("\\s+")).subList(0, 2))
        .findFirst()
        .orElseThrow();
  }

  // ---- what is not affected ----

  @Test
  void aSpawnedWorkerLoadsNoNativeCodeForItsLimits() throws IOException {
    WorkerLimits limits = WorkerLimits.none().withNice(19).withOpenFiles(FILES);
    try (Pool pool = pool(StartMethod.SPAWN, limits)) {
      long pid = pool.apply(() -> pid());
      String maps = Files.readString(Path.of("/proc/" + pid + "/maps"));
      assertTrue(maps.contains("libjvm.so"), maps);
      assertFalse(maps.contains("jna"), maps);
    }
  }

  @Test
  void theProcessOfThePoolKeepsWhatItHas() throws IOException {
    Scheduled before = Scheduled.ofThisThread();
    List<String> files = limit(pid(), "open files");
    WorkerLimits limits =
        WorkerLimits.none()
            .withNice(19)
            .withCpus(Scheduled.firstProcessor())
            .withOpenFiles(FILES)
            .withCpuTime(Duration.ofMinutes(5));
    try (Pool pool = pool(StartMethod.SPAWN, limits)) {
      assertEquals(4, pool.apply(() -> 2 + 2).intValue());
    }
    assertEquals(before, Scheduled.ofThisThread());
    assertEquals(files, limit(pid(), "open files"));
    assertEquals(List.of("unlimited", "unlimited"), limit(pid(), "cpu time"));
  }

  @Test
  void aProcessThatHasEndedIsLeftAlone() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertEquals(0, ended.waitFor());
    WorkerLimits limits =
        WorkerLimits.none()
            .withNice(19)
            .withCpus(Scheduled.firstProcessor())
            .withOpenFiles(FILES)
            .withCpuTime(Duration.ofMinutes(5));
    new ProcessLimits().apply(ended.pid(), limits);
  }

  @Test
  void aWorkerThatCannotLiveWithItsLimitsBreaksThePoolWithTheReason() {
    WorkerLimits none = WorkerLimits.none().withOpenFiles(1);
    try (Pool pool = pool(StartMethod.SPAWN, none)) {
      RuntimeException e = assertThrows(RuntimeException.class, () -> pool.apply(() -> 1));
      assertInstanceOf(io.forkpool.WorkerInitializationException.class, e);
      await().atMost(PROMPT).until(() -> pool.workerPids().isEmpty());
    }
  }
}
