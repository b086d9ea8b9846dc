package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.CommandNotFoundException;
import io.forkpool.ExitStatus;
import io.forkpool.Pool;
import io.forkpool.Subprocess;
import io.forkpool.SubprocessFailedException;
import io.forkpool.SubprocessResult;
import io.forkpool.SubprocessTimeoutException;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskOptions;
import io.forkpool.TaskTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** External commands that workers run. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of POSIX")
public abstract class SubprocessContract extends ContractBase {

  private static Subprocess sh(String script) {
    return Subprocess.of("sh", "-c", script);
  }

  private static <T extends Throwable> T cause(Class<T> type, Pool pool, Subprocess command) {
    TaskFailedException failed =
        assertThrows(
            TaskFailedException.class,
            () -> pool.apply(each -> each.run().requireSuccess().text(), command));
    return assertInstanceOf(type, failed.getCause());
  }

  @Test
  void workersRunCommandsAndResultsTravel() {
    Pool pool = pool(2);
    List<Subprocess> commands =
        range(12).stream().map(n -> sh("cat; echo err >&2; exit " + n)).toList();
    List<SubprocessResult> results = pool.map(each -> each.communicate("in"), commands, 1);
    assertEquals(range(12), results.stream().map(SubprocessResult::exitCode).toList());
    SubprocessResult last = results.get(11);
    assertEquals(commands.get(11).command(), last.command());
    assertEquals(List.of("in", "err\n"), List.of(last.text(), last.errorText()));
    assertEquals(new ExitStatus.Signaled(9), pool.apply(() -> sh("kill -9 $$").run().status()));
  }

  @Test
  void aCallInAWorkerHasAnEmptyStdin() {
    assertEquals(0, pool(1).apply(() -> Subprocess.call("cat")).intValue());
  }

  @Test
  void megabytesGoInAndOutOfACommandOfAWorker() {
    byte[] input = new byte[16 << 20];
    new Random(3).nextBytes(input);
    byte[] output = pool(1).apply(bytes -> sh("cat").communicate(bytes).output(), input);
    assertTrue(Arrays.equals(input, output));
  }

  @Test
  void failuresOfCommandsTravelToTheCaller() {
    Pool pool = pool(1);
    List<Long> pids = awaitWorkers(pool);
    SubprocessFailedException failure =
        cause(SubprocessFailedException.class, pool, sh("echo why >&2; exit 3"));
    assertEquals(3, failure.result().exitCode());
    assertEquals("why\n", failure.result().errorText());
    CommandNotFoundException missing =
        cause(CommandNotFoundException.class, pool, Subprocess.of("forkpool-no-such"));
    assertEquals(List.of("forkpool-no-such"), missing.command());
    SubprocessTimeoutException late;
    Duration limit = Duration.ofMillis(800);
    do { // until it has come so far as to say who it is
      late =
          cause(
              SubprocessTimeoutException.class,
              pool,
              sh("sleep 50 & echo $! $$; wait").withTimeout(limit));
      assertEquals(limit, late.limit());
      limit = limit.multipliedBy(4);
    } while (late.result().text().isEmpty());
    assertGone(late.result().text());
    assertEquals(pids, pool.workerPids());
  }

  @Test
  void aSoftLimitOfTheTaskEndsItsCommandAndTheWorkerLives() {
    Pool pool = pool(1);
    List<Long> pids = awaitWorkers(pool);
    Gate gate = gate();
    String mark = gate.directory() + "/pid-";
    Subprocess command = sh("sleep 50 & : > " + mark + "$!; : > " + mark + "$$; wait");
    for (int limit = 1; gate.marks("pid-").size() < 2; limit *= 4) { // until both are started
      Pool limited = pool.with(TaskOptions.defaults().withSoftTimeout(Duration.ofSeconds(limit)));
      TaskTimeoutException late =
          failure(TaskTimeoutException.class, limited.applyAsync(Subprocess::call, command));
      assertInstanceOf(InterruptedException.class, late.getCause());
    }
    assertGone(String.join(" ", gate.marks("pid-")));
    assertEquals(pids, pool.workerPids());
  }

  private static void assertGone(String pids) {
    for (String pid : pids.strip().split(" ")) {
      await("the end of " + pid).atMost(PROMPT).until(() -> !Signals.isAlive(Long.parseLong(pid)));
    }
  }
}
