package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** Whole programs: how a JVM ends that has a pool, and what its end does to the workers. */
public abstract class ProgramContract extends ContractBase {
  /** The promise is one second; machines that run tests are busy. */
  private static final Duration GONE = Duration.ofSeconds(10);

  @Test
  @Behaviour(21)
  void anUnclosedPoolDoesNotKeepTheJvm() throws Exception {
    PoolProgram program = program("unclosed");
    assertEquals(0, program.awaitExit(), program::errors);
    assertEquals("result [1, 4, 9]\n", program.output());
    assertGone(pids(2));
  }

  @Test
  @Behaviour(21)
  void aClosedPoolKeepsTheJvmUntilItsWorkIsDone() throws Exception {
    PoolProgram program = program("closed");
    Gate gate = gate();
    gate.awaitMark("returned");
    gate.awaitMarks("begun-", 2);
    List.of("a", "b", "c", "d", "e").forEach(name -> gate.mark("go-" + name));
    assertEquals(0, program.awaitExit(), program::errors);
    List<String> lines = program.output().lines().toList();
    assertEquals("main returns", lines.get(0));
    assertEquals(
        Set.of("done a", "done b", "done c", "done d", "done e"),
        Set.copyOf(lines.subList(1, lines.size())));
    assertGone(pids(1));
  }

  @Test
  void workersPrintWhereTheirParentDoes() throws Exception {
    PoolProgram program = program("noisy");
    assertEquals(0, program.awaitExit(), "exit code");
    String output = program.output();
    assertTrue(output.endsWith("printed 1050000\n"), "the end of the output");
    assertEquals(1_050_000 + "printed 1050000\n".length(), output.length());
    assertEquals(10_500, program.errors().lines().filter(line -> line.startsWith("xx")).count());
  }

  @Test
  @Behaviour(36)
  void aKilledParentTakesBusyAndIdleWorkersAndTheirWorkersWithIt() throws Exception {
    PoolProgram program = program("busy");
    gate().awaitMark("ready");
    Set<Long> pids = pids(5);
    assertTrue(pids.stream().allMatch(Signals::isAlive));
    program.process().destroyForcibly();
    assertGone(pids);
  }

  @Test
  @Behaviour(36)
  void aParentKilledWhileWorkersStartLeavesNone() throws Exception {
    PoolProgram program = program("starting");
    Set<Long> pids = new HashSet<>(pids(4));
    program.process().descendants().map(ProcessHandle::pid).forEach(pids::add);
    program.process().destroyForcibly().waitFor();
    // The program has stopped them: they go on with their start when their parent is gone.
    for (long pid : pids) {
      Signals.send("CONT", pid);
    }
    assertGone(pids);
  }

  @Test
  @Behaviour(36)
  void aParentKilledInTheMidstOfChaosLeavesNone() throws Exception {
    for (int round = 0; round < 2; round++) {
      PoolProgram program = program("chaos");
      gate().awaitMark("ready");
      Files.delete(directory.resolve("ready"));
      // Whatever it is at then: sending, starting a worker, burying one.
      Thread.sleep(new Random().nextInt(400));
      // Now and then all three have just been killed: then at the very start of the next one.
      await("workers")
          .atMost(PROMPT)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> program.processes().size() > 1);
      program.process().destroyForcibly().waitFor();
      for (long pid : program.processes()) {
        Signals.send("CONT", pid); // one that the program has stopped goes on with its end
      }
      assertGone(program::processes);
    }
  }

  @Test
  @Behaviour(36)
  void aParentKilledWhileWorkersInitializeLeavesNone() throws Exception {
    PoolProgram program = program("initializing");
    Set<Long> pids = pids(2);
    program.process().destroyForcibly();
    assertGone(pids);
  }

  @Test
  @Behaviour(38)
  void atCtrlCTheParentDecidesAndNobodyPrintsAStack() throws Exception {
    assumeFalse(Signals.isInterruptIgnored(), "SIGINT is ignored here");
    PoolProgram program = program("busy");
    gate().awaitMark("ready");
    Set<Long> pids = pids(5);
    // As a terminal does it: a signal for everybody in the foreground.
    for (long pid : pids) {
      Signals.send("INT", pid);
    }
    await("workers that leave it to their parent")
        .during(Duration.ofMillis(300))
        .atMost(PROMPT)
        .until(() -> pids.stream().allMatch(Signals::isAlive));
    Signals.send("INT", program.process().pid());
    assertEquals(128 + 2, program.awaitExit());
    assertGone(pids);
    assertFalse(program.errors().contains("\tat "), program::errors);
    assertFalse(program.errors().contains("Exception"), program::errors);
  }

  private Set<Long> pids(int atLeast) {
    return gate().awaitMarks("pid-", atLeast).stream()
        .map(Long::valueOf)
        .collect(Collectors.toSet());
  }

  private static void assertGone(Set<Long> pids) throws Exception {
    assertGone(() -> pids.stream().filter(Signals::isAlive).collect(Collectors.toSet()));
  }

  private static void assertGone(Callable<Set<Long>> living) throws Exception {
    try {
      await("workers gone")
          .atMost(GONE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> living.call().isEmpty());
    } catch (ConditionTimeoutException e) {
      living.call().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      throw e;
    }
  }
}
