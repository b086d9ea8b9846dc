package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.TaskOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the families of the contract suite share: pools that end with their test, a proof that no
 * process outlives it, and the few waits that tests need. A test runs on a thread of its own, so
 * that a hang fails it instead of the build.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DisplayNameGeneration(BehaviourNames.class)
@ExtendWith(StartMethodContract.Binding.class)
public abstract class ContractBase {
  /** How long anything prompt may take; generous, because machines that run tests are busy. */
  static final Duration PROMPT = Duration.ofSeconds(20);

  static {
    // Else each wait takes a tenth of a second at the least, also for what is so already.
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
  }

  @TempDir Path directory;

  private final List<Pool> pools = new ArrayList<>();
  private final List<PoolProgram> programs = new ArrayList<>();
  private StartMethodContract contract;
  private Set<ProcessHandle> before;

  @BeforeEach
  void bind(StartMethodContract binding) {
    contract = binding;
    // For example a fork server of a class of tests that this JVM ran earlier: it has its own end.
    before = contract.processesOfATest().collect(Collectors.toSet());
  }

  @AfterEach
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nothingOutlivesTheTest() {
    programs.forEach(PoolProgram::kill);
    pools.forEach(Pool::terminate);
    assertAll(
        pools.stream().map(pool -> () -> assertTrue(pool.join(PROMPT), "the pool does not end")));
    try {
      await("processes left by the test").atMost(PROMPT).until(() -> ownProcesses().isEmpty());
    } catch (ConditionTimeoutException e) {
      ownProcesses().forEach(ProcessHandle::destroyForcibly);
      throw e;
    }
  }

  private List<ProcessHandle> ownProcesses() {
    return contract.processesOfATest().filter(child -> !before.contains(child)).toList();
  }

  final StartMethod startMethod() {
    return contract.startMethod();
  }

  final StartMethodContract contract() {
    return contract;
  }

  /** The pids of the children that a test has at the moment. */
  final Set<Long> childPids() {
    return ownProcesses().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  final Pool.Builder builder(int workers) {
    return Pool.builder().workers(workers).startMethod(startMethod());
  }

  /** Adds JVM flags to a pool, where its start method has a use for them. */
  final Pool.Builder withFlags(Pool.Builder builder, String... flags) {
    return contract.copiesParent() ? builder : builder.jvmArgs(flags);
  }

  /** Builds a pool that is terminated and joined after the test. */
  final Pool open(Pool.Builder builder) {
    Pool pool = builder.build();
    pools.add(pool);
    return pool;
  }

  final Pool pool(int workers) {
    return open(builder(workers));
  }

  /** Runs a program of {@link PoolProgram} in a JVM of its own, which ends with the test. */
  final PoolProgram program(String action) throws IOException {
    PoolProgram program = PoolProgram.start(action, startMethod(), directory);
    programs.add(program);
    return program;
  }

  final Gate gate() {
    return Gate.in(directory);
  }

  static <T> T get(Future<T> future) {
    try {
      return future.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("a future did not give its result", e);
    }
  }

  /** Waits until a future fails, promptly and with the given type. */
  static <T extends Throwable> T failure(Class<T> type, Future<?> future) {
    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> future.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS));
    return assertInstanceOf(type, e.getCause());
  }

  /**
   * An executor that gives each task a thread; the common pool has one thread where cores are few.
   */
  static void onAThread(Runnable task) {
    new Thread(task, "caller").start();
  }

  /** The stack as text, with all causes. */
  static String stackOf(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  static List<Integer> range(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  static List<Integer> squaresBelow(int count) {
    return IntStream.range(0, count).map(Tasks::square).boxed().toList();
  }

  static List<CompletableFuture<Integer>> submitSquares(Pool pool, int count) {
    return range(count).stream()
        .map(x -> pool.<Integer, Integer>applyAsync(Tasks::square, x))
        .toList();
  }

  static void assertSquares(List<CompletableFuture<Integer>> futures) {
    assertEquals(squaresBelow(futures.size()), futures.stream().map(ContractBase::get).toList());
  }

  /** Waits until the pool has all its workers again, and proves that they work. */
  static void assertFullSize(Pool pool) {
    awaitWorkers(pool);
    Pool singly = pool.with(TaskOptions.defaults().withChunkSize(1));
    assertEquals(squaresBelow(20), get(singly.mapAsync(Tasks::square, range(20))));
  }

  /** Waits until all workers are up, and gives their pids. */
  static List<Long> awaitWorkers(Pool pool) {
    return await("all workers up")
        .atMost(PROMPT)
        .until(
            pool::workerPids,
            pids ->
                pids.size() == pool.workers()
                    && Set.copyOf(pids).size() == pids.size()
                    && pids.stream().allMatch(Signals::isAlive));
  }
}
