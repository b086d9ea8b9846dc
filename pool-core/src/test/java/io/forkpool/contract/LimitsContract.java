package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.RetryPolicy;
import io.forkpool.TaskContext;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskOptions;
import io.forkpool.TaskTimeoutException;
import io.forkpool.WorkerEnd;
import io.forkpool.WorkerLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Soft limits, limits with descendants, retries with backoff, deadlines, and pool defaults. */
public abstract class LimitsContract extends ContractBase {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final TaskOptions OPTIONS = TaskOptions.defaults();

  private static int fail(String message) {
    throw new IllegalStateException(message);
  }

  /** Sleeps; or, for a negative time, cleans up when it is interrupted. */
  private static String nap(int millis) throws InterruptedException {
    try {
      Thread.sleep(millis < 0 ? 60_000 : millis);
    } catch (InterruptedException e) {
      if (millis >= 0) {
        throw e;
      }
      return "cleaned up";
    }
    return Thread.currentThread().isInterrupted() ? "interrupted" : "slept";
  }

  // ---- soft limits ----

  @Test
  void aSoftLimitInterruptsTheTaskAndItsWorkerLives() {
    Pool pool = pool(1);
    List<Long> pids = awaitWorkers(pool);
    Pool limited = pool.with(OPTIONS.withSoftTimeout(SHORT));
    TaskTimeoutException late =
        assertThrows(TaskTimeoutException.class, () -> limited.apply(LimitsContract::nap, 60_000));
    assertEquals(TaskTimeoutException.Kind.SOFT, late.kind());
    assertEquals(SHORT, late.limit());
    assertInstanceOf(InterruptedException.class, late.getCause());
    assertEquals("cleaned up", limited.apply(LimitsContract::nap, -1));
    assertEquals("slept", pool.apply(LimitsContract::nap, 10));
    assertEquals(pids, pool.workerPids());
  }

  @Test
  void theSoftLimitOfAMapIsPerTaskAndReachesNoOther() {
    Pool limited = pool(1).with(OPTIONS.withSoftTimeout(Duration.ofMillis(2_500)));
    List<Integer> millis = List.of(150, 150, -1, 150, 150, 0);
    List<String> naps = limited.map(LimitsContract::nap, millis, 6);
    assertEquals(List.of("slept", "slept", "cleaned up", "slept", "slept", "slept"), naps);
  }

  @Test
  void aTaskThatIgnoresItsSoftLimitIsKilledAtTheHardOne() {
    Pool pool = pool(1);
    Pool limited = pool.with(OPTIONS.withSoftTimeout(SHORT).withTimeout(Duration.ofMillis(900)));
    TaskTimeoutException late =
        assertThrows(TaskTimeoutException.class, () -> limited.apply(() -> Tasks.spin()));
    assertEquals(TaskTimeoutException.Kind.HARD, late.kind());
    assertFullSize(pool);
  }

  // ---- a worker that is stopped ----

  @Test
  void aTaskWithALimitDoesNotWaitForAWorkerThatIsStopped() throws Exception {
    Pool pool = pool(1);
    long stopped = awaitWorkers(pool).get(0);
    Signals.send("STOP", stopped);
    Pool limited = pool.with(OPTIONS.withTimeout(Duration.ofSeconds(2)));
    assertEquals(9, get(limited.applyAsync(Tasks::square, 3)).intValue());
    awaitDeath(List.of(stopped));
    // Its successor may be as late, where processors are rare.
    assertTrue(pool.stats().endedWorkers().get(WorkerEnd.TIMEOUT) >= 1);
  }

  // ---- hard limits ----

  @Test
  void aTaskBeyondItsLimitIsKilledWithWhatItHasStarted() {
    Pool pool = pool(1);
    Gate gate = gate();
    // Long enough to start them, most likely; where processors are rare, the next one is.
    for (int limit = 2; !gate.isMarked("tree"); limit *= 3) {
      Pool limited = pool.with(OPTIONS.withTimeout(Duration.ofSeconds(limit)));
      assertThrows(
          TaskTimeoutException.class,
          () -> limited.apply(seconds -> startTree(gate, seconds), 600));
    }
    awaitDeath(gate.marks("started-").stream().map(Long::valueOf).toList());
    assertFullSize(pool);
  }

  /** Starts a shell that starts a sleep, notes both, and waits for them. */
  static int startTree(Gate gate, int seconds) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", "sleep " + seconds + " & wait").inheritIO().start();
    gate.mark("started-" + shell.pid());
    while (shell.children().findAny().isEmpty()) {
      Thread.sleep(5);
    }
    gate.mark("started-" + shell.children().findAny().orElseThrow().pid());
    gate.mark("tree");
    return shell.waitFor();
  }

  static void awaitDeath(List<Long> pids) {
    await("the task's own processes")
        .atMost(PROMPT)
        .until(() -> pids.stream().noneMatch(Signals::isAlive));
  }

  @Test
  void aLimitThatHangsTheFirstTaskOfAChunkBehindTinyOnesIsEnforced() {
    Pool limited = pool(1).with(OPTIONS.withTimeout(Duration.ofSeconds(2)).withChunkSize(50));
    assertThrows(
        TaskTimeoutException.class, () -> limited.map(x -> x == 50 ? Tasks.spin() : x, range(51)));
  }

  // ---- retries ----

  @Test
  void aTaskThatThrowsIsRunAgainIfItIsSaidSo() {
    Pool pool = pool(2);
    RetryPolicy policy = RetryPolicy.of(2).onFailure(IllegalStateException.class);
    Pool retrying = pool.with(OPTIONS.withRetries(policy));
    assertEquals(3, retrying.<Integer>apply(() -> failUntil(3)).intValue());
    assertEquals(3, get(retrying.<Integer>applyAsync(() -> failUntil(3))).intValue());
    TaskFailedException e =
        assertThrows(TaskFailedException.class, () -> retrying.apply(() -> failUntil(4)));
    assertEquals(3, e.attempts());
    assertTrue(e.getMessage().startsWith("after 3 attempts: "), e.getMessage());
    assertEquals(
        1,
        assertThrows(TaskFailedException.class, () -> retrying.apply(Tasks::fail, 1)).attempts());
    assertEquals(0, TaskContext.attempt(), "this is no worker");
  }

  private static int failUntil(int last) {
    int attempt = TaskContext.attempt();
    return attempt < last ? fail("attempt " + attempt) : attempt;
  }

  @Test
  void inAMapEachTaskIsCountedByItself() {
    RetryPolicy policy = RetryPolicy.of(1).onFailure(IllegalStateException.class);
    Pool retrying = pool(2).with(OPTIONS.withRetries(policy).withChunkSize(10));
    List<Integer> attempts =
        retrying.map(x -> x % 7 == 3 ? failUntil(2) : TaskContext.attempt(), range(40));
    assertEquals(range(40).stream().map(x -> x % 7 == 3 ? 2 : 1).toList(), attempts);
    List<Integer> streamed =
        retrying.imap(x -> x % 7 == 3 ? failUntil(2) : TaskContext.attempt(), range(40)).toList();
    assertEquals(attempts, streamed);
  }

  @Test
  void aTaskThatWaitsForItsNextAttemptHoldsUpNobody() {
    Pool pool = pool(1);
    RetryPolicy policy =
        RetryPolicy.of(1)
            .withBackoff(Duration.ofMillis(1_500))
            .onFailure(IllegalStateException.class);
    long begin = System.nanoTime();
    CompletableFuture<Integer> waiting =
        pool.with(OPTIONS.withRetries(policy)).applyAsync(() -> failUntil(2));
    await().atMost(PROMPT).until(() -> pool.stats().queuedTasks() == 1 || waiting.isDone());
    assertFullSize(pool);
    pool.close(); // completes its retries
    assertEquals(2, get(waiting).intValue());
    Duration taken = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(taken.toMillis() >= 1_500, "the next attempt came after " + taken);
    assertTrue(pool.join(PROMPT));
  }

  @Test
  void aTimeoutIsRunAgainIfItIsSaidSo() {
    Pool pool = pool(1);
    // More than one, for a busy machine: whatever attempt is in time says the same.
    RetryPolicy policy = RetryPolicy.of(4).onTimeout();
    Pool hard = pool.with(OPTIONS.withTimeout(Duration.ofSeconds(2)).withRetries(policy));
    assertEquals(
        2, hard.<Integer>apply(() -> TaskContext.attempt() == 1 ? Tasks.spin() : 2).intValue());
    Pool soft = pool.with(OPTIONS.withSoftTimeout(Duration.ofSeconds(1)).withRetries(policy));
    assertEquals("slept", soft.apply(() -> nap(TaskContext.attempt() == 1 ? 60_000 : 0)));
  }

  @Test
  void aLostTaskSaysHowOftenItWasTried() {
    Pool retrying = pool(1).with(OPTIONS.withRetries(2, Duration.ofMillis(10)));
    WorkerLostException e =
        assertThrows(WorkerLostException.class, () -> retrying.apply(Tasks::befall, Mishap.HALT));
    assertEquals(3, e.attempts());
  }

  // ---- deadlines ----

  @Test
  void aCallThatIsNotDoneByItsDeadlineFailsAsAWhole() {
    Pool pool = pool(2);
    Gate gate = gate();
    awaitWorkers(pool);
    Duration deadline = Duration.ofSeconds(2);
    Pool limited = pool.with(OPTIONS.withDeadline(deadline).withChunkSize(1));
    TaskTimeoutException late =
        assertThrows(
            TaskTimeoutException.class,
            () -> limited.map(x -> x < 3 ? x : markAndSpin(gate, x), range(100)));
    assertEquals(TaskTimeoutException.Kind.DEADLINE, late.kind());
    assertEquals(deadline, late.limit());
    assertFullSize(pool);
    assertTrue(gate.marks("spins-").size() <= 2, "what had not begun was run");
  }

  private static int markAndSpin(Gate gate, int x) {
    gate.mark("spins-" + x);
    return Tasks.spin();
  }

  @Test
  void everyKindOfCallHasADeadline() {
    Pool pool = pool(1);
    Pool limited = pool.with(OPTIONS.withDeadline(Duration.ofMillis(800)));
    assertThrows(TaskTimeoutException.class, () -> limited.apply(() -> Tasks.spin()));
    failure(TaskTimeoutException.class, limited.applyAsync(() -> Tasks.spin()));
    failure(TaskTimeoutException.class, limited.mapAsync(x -> Tasks.spin(), range(3)));
    try (Stream<Integer> stream = limited.imap(x -> Tasks.spin(), range(3))) {
      assertThrows(TaskTimeoutException.class, stream::toList);
    }
    assertFullSize(pool);
  }

  // ---- defaults of a pool ----

  @Test
  void thePoolsDefaultsHoldWhereAViewSetsNothing() {
    Pool pool =
        open(
            builder(1)
                .taskTimeout(Duration.ofSeconds(30))
                .taskDefaults(
                    OPTIONS
                        .withSoftTimeout(SHORT)
                        .withRetries(RetryPolicy.of(1).onFailure(IllegalStateException.class))));
    assertEquals("cleaned up", pool.apply(LimitsContract::nap, -1));
    assertEquals("cleaned up", pool.with(OPTIONS.withRetries(0)).apply(LimitsContract::nap, -1));
    Pool patient = pool.with(OPTIONS.withSoftTimeout(Duration.ofSeconds(20)));
    assertEquals("slept", patient.apply(LimitsContract::nap, 700));
    assertEquals(2, patient.<Integer>apply(() -> failUntil(2)).intValue());
    Pool strict = pool.with(OPTIONS.withSoftTimeout(Duration.ofSeconds(20)).withRetries(0));
    assertThrows(TaskFailedException.class, () -> strict.apply(() -> failUntil(2)));
  }

  @Test
  void aSoftLimitThatIsNotBelowTheHardOneIsRefusedAtOnce() {
    Pool pool = open(builder(1).taskTimeout(Duration.ofSeconds(5)));
    assertThrows(
        IllegalArgumentException.class,
        () -> pool.with(OPTIONS.withSoftTimeout(Duration.ofSeconds(5))));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            builder(1)
                .taskTimeout(Duration.ofSeconds(5))
                .taskDefaults(OPTIONS.withSoftTimeout(Duration.ofSeconds(6))));
  }
}
