package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ChildProcess;
import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.StartMethod;
import io.forkpool.StartMethodUnavailableException;
import io.forkpool.TaskFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What processes know of themselves and each other, and who ends with whom. */
public abstract class ProcessFamilyContract extends ProcessContractBase {
  @Test
  @Behaviour(59)
  void aChildKnowsItselfItsParentAndItsParentsStartMethod() throws IOException {
    String path = directory.toString();
    ChildProcess process =
        make(context().process(() -> tell(path, "self", "parent")).name("a child"));
    process.start();
    assertEquals(0, exitCode(process));
    assertEquals(
        "a child " + process.pid() + " false " + startMethod() + " " + startMethod(), told("self"));
    assertEquals("MainProcess " + Tasks.pid() + " true", told("parent"));
    assertTrue(ChildProcess.current().isEmpty());
    assertTrue(ChildProcess.parent().isEmpty());
  }

  @Test
  @Behaviour(59)
  void aChildOfAChildIsNamedAfterItAndHasTheSameDefault() throws IOException {
    String path = directory.toString();
    ChildProcess process =
        started(
            () -> {
              ChildProcess inner =
                  Context.ofDefault().process(() -> tell(path, "self", "parent")).build();
              inner.start();
              inner.join();
              Files.writeString(Path.of(path, "inner"), inner.name() + " " + inner.pid());
            });
    assertEquals(0, exitCode(process));
    String inner = process.name() + ":1";
    assertTrue(process.name().startsWith("Process-"), process.name());
    assertTrue(told("inner").startsWith(inner + " "), told("inner"));
    assertEquals(told("inner") + " false " + startMethod() + " " + startMethod(), told("self"));
    assertEquals(process.name() + " " + process.pid() + " true", told("parent"));
  }

  private static void tell(String directory, String self, String parent) throws IOException {
    Files.writeString(Path.of(directory, self), self());
    Files.writeString(Path.of(directory, parent), parent());
  }

  private static String self() {
    return ChildProcess.current()
        .map(own -> own.name() + " " + own.pid() + " " + own.daemon() + " " + own.startMethod())
        .orElse("nobody")
        .concat(" " + StartMethod.getDefault());
  }

  private static String parent() {
    return ChildProcess.parent()
        .map(own -> own.name() + " " + own.pid() + " " + own.isAlive())
        .orElse("nobody");
  }

  @Test
  @Behaviour(59)
  void aWorkerKnowsItselfItsParentAndItsPoolsStartMethod() {
    Pool pool = open(builder(2).name("crew"));
    List<Long> pids = awaitWorkers(pool);
    String[] words = pool.apply(() -> self() + " | " + parent()).split(" ");
    assertTrue(words[0].matches("crew-[12]\\.1"), words[0]);
    assertTrue(pids.contains(Long.valueOf(words[1])), words[1]);
    assertEquals(
        List.of("true", startMethod().toString(), startMethod().toString(), "|"),
        List.of(words).subList(2, 6));
    assertEquals(
        List.of("MainProcess", Long.toString(Tasks.pid()), "true"), List.of(words).subList(6, 9));
    assertEquals(
        "IllegalStateException",
        pool.apply(
            () -> {
              try {
                StartMethod.setDefault(StartMethod.SPAWN);
                return "set";
              } catch (IllegalStateException e) {
                return "IllegalStateException";
              }
            }));
    assertTrue(ChildProcess.current().isEmpty(), "a copy of this process is another one");
  }

  @Test
  @Behaviour(59)
  void whatAWorkerStartsIsADaemonOfTheWorkersStartMethod() throws IOException {
    String path = directory.toString();
    Pool pool = pool(1);
    String worker =
        pool.apply(
            () -> {
              ChildProcess child =
                  Context.ofDefault().process(() -> tell(path, "self", "parent")).build();
              child.start();
              child.join();
              Files.writeString(Path.of(path, "child"), child.name() + " " + child.pid());
              return ChildProcess.current().orElseThrow().name() + " " + Tasks.pid();
            });
    assertTrue(told("child").startsWith("Process-1 "), told("child"));
    assertEquals(told("child") + " true " + startMethod() + " " + startMethod(), told("self"));
    assertEquals(worker + " true", told("parent"));
    TaskFailedException e =
        assertThrows(
            TaskFailedException.class,
            () -> pool.apply(() -> Context.ofDefault().process(() -> {}).daemon(false).build()));
    assertTrue(e.getCause().getMessage().contains("ends with it"), e.getMessage());
  }

  @Test
  @Behaviour(60)
  void anUnknownMethodIsRefusedWithWhatIsUsableInAChildToo() throws IOException {
    String path = directory.toString();
    String message = refusal(() -> Context.of(StartMethod.of("teleport")));
    assertTrue(message.contains("'teleport'"), message);
    assertTrue(message.endsWith("usable here: " + StartMethod.available()), message);
    assertTrue(StartMethod.available().contains(startMethod()), message);
    ChildProcess process =
        started(
            () ->
                Files.writeString(
                    Path.of(path, "refusal"),
                    refusal(() -> Context.of(StartMethod.of("teleport")).queue(1))));
    assertEquals(0, exitCode(process));
    assertEquals(message, told("refusal"));
  }

  /** What a context makes cannot be made either: there is none. */
  @Test
  @Behaviour(60)
  void anUnavailableMethodIsRefusedWithItsCauseAndWhatIsUsable() throws IOException {
    String path = directory.toString();
    ChildProcess process =
        make(
            Context.of(StartMethod.SPAWN)
                .process(
                    () -> {
                      String cause = StartMethod.FORK.unavailabilityCause().orElse("none");
                      String message = refusal(() -> Context.of(StartMethod.FORK).lock());
                      Files.writeString(Path.of(path, "refusal"), cause + "\n" + message);
                    })
                .jvmArgs("-XX:+UseZGC"));
    process.start();
    assertEquals(0, exitCode(process));
    String[] told = told("refusal").split("\n");
    assertTrue(told[0].contains(contract().copiesParent() ? "ZGC" : ""), told[0]);
    assertTrue(told[1].startsWith("fork is unavailable: " + told[0]), told[1]);
    String usable = told[1].substring(told[1].indexOf("usable here: ["));
    assertTrue(usable.contains("spawn") && !usable.contains("fork,"), told[1]);
  }

  private static String refusal(Executable made) {
    return assertThrows(StartMethodUnavailableException.class, made).getMessage();
  }

  @Test
  void processesNestedTooDeeplyAreRefused() {
    ChildProcess process = started(() -> nest(1));
    assertEquals(42, exitCode(process));
  }

  private static void nest(int depth) {
    ChildProcess inner = Context.ofDefault().process(() -> nest(depth + 1)).build();
    try {
      inner.start();
    } catch (PoolException e) {
      System.exit(depth == 3 && e.getMessage().contains("forkpool.maxDepth") ? 42 : 43);
    }
    inner.join();
    System.exit(inner.exitCode().orElse(44));
  }

  @Test
  @Behaviour(51)
  void daemonsEndWithAKilledParentAndOthersNotice() throws Exception {
    PoolProgram program = program("process-family");
    Gate gate = gate();
    gate.awaitMark("ready");
    program.process().destroyForcibly().waitFor();
    awaitGone(gate.marks("pid-").stream().map(Long::valueOf).toList());
    gate.awaitMark("orphaned");
    long lasting = Long.parseLong(gate.marks("lasting-").iterator().next());
    assertTrue(Signals.isAlive(lasting), "it is no daemon");
    gate.mark("end");
    awaitGone(List.of(lasting));
  }

  @Test
  void aProgramThatReturnsWaitsForItsChildrenAndEndsItsDaemons() throws Exception {
    PoolProgram program = program("process-ending");
    Gate gate = gate();
    gate.awaitMark("returned");
    assertFalse(program.process().waitFor(200, TimeUnit.MILLISECONDS), "it does not wait");
    assertFalse(gate.isMarked("ending"), "it does not wait: its shutdown hooks run");
    gate.mark("end");
    assertEquals(0, program.awaitExit(), program::errors);
    assertTrue(gate.isMarked("ending"));
    assertEquals("main returns\nthe child ends\n", program.output());
    assertEquals(List.of(), living(gate.marks("pid-").stream().map(Long::valueOf).toList()));
  }

  @Test
  void aProgramThatExitsEndsItsDaemonsAndLeavesTheOthers() throws Exception {
    PoolProgram program = program("process-exiting");
    Gate gate = gate();
    assertEquals(3, program.awaitExit(), program::errors);
    assertEquals(List.of(), living(gate.marks("pid-").stream().map(Long::valueOf).toList()));
    List<Long> lasting = gate.marks("lasting-").stream().map(Long::valueOf).toList();
    assertEquals(lasting, living(lasting));
    gate.mark("end");
    awaitGone(lasting);
  }

  private static List<Long> living(List<Long> pids) {
    return pids.stream().filter(Signals::isAlive).toList();
  }

  /** The promise is one second; machines that run tests are busy. */
  private static void awaitGone(List<Long> pids) {
    await("processes gone")
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> living(pids).isEmpty());
  }
}
