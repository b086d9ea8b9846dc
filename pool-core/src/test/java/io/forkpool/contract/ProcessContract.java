package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.ChildProcess;
import io.forkpool.ChildProcess.State;
import io.forkpool.Context;
import io.forkpool.ExitStatus;
import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.SerializableRunnable;
import io.forkpool.StartMethod;
import io.forkpool.StartMethodUnavailableException;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A process of the user's own: its states, how it ends, and what it knows of itself. */
public abstract class ProcessContract extends ContractBase {
  private final List<ChildProcess> processes = new ArrayList<>();

  private Context context() {
    return Context.of(startMethod());
  }

  private ChildProcess process(SerializableRunnable target) {
    return make(context().process(target));
  }

  private ChildProcess make(ChildProcess.Builder builder) {
    ChildProcess process = builder.build();
    processes.add(process);
    return process;
  }

  private ChildProcess started(SerializableRunnable target) {
    ChildProcess process = process(target);
    process.start();
    return process;
  }

  @AfterEach
  void endProcesses() {
    for (ChildProcess process : processes) {
      if (process.state() == State.ALIVE) {
        process.kill();
      }
    }
  }

  private static int exitCode(ChildProcess process) {
    assertTrue(process.join(PROMPT), process + " does not end");
    return process.exitCode().orElseThrow();
  }

  /** What a child writes into a file of the test's directory. */
  private String told(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  @Test
  @Behaviour(49)
  void aProcessGoesFromNewThroughAliveToEndedAndClosed() {
    Gate gate = gate();
    ChildProcess process = process(() -> gate.pass("end"));
    assertEquals(State.NEW, process.state());
    assertFalse(process.isAlive());
    assertEquals(OptionalInt.empty(), process.exitCode());

    CompletableFuture<ExitStatus> exit = process.onExit();
    process.start();
    assertEquals(State.ALIVE, process.state());
    assertTrue(process.isAlive());
    assertEquals(OptionalInt.empty(), process.exitCode());
    assertFalse(process.join(Duration.ZERO), "it looks, and does not wait");
    assertEquals(process.pid(), process.toHandle().pid());
    assertTrue(childPids().contains(process.pid()), "a process of its own");
    assertEquals(List.of(process), ChildProcess.activeChildren());

    gate.mark("end");
    assertEquals(0, exitCode(process));
    assertEquals(State.ENDED, process.state());
    assertFalse(process.isAlive());
    assertTrue(process.join(Duration.ZERO));
    assertEquals(new ExitStatus.Exited(0), get(exit));
    assertEquals(List.of(), ChildProcess.activeChildren());
    process.close();
    assertEquals(State.CLOSED, process.state());
  }

  @Test
  @Behaviour(49)
  void signalsThatEndAProcessAreItsNegativeExitCode() {
    ChildProcess terminated = started(Tasks::sleepForEver);
    ChildProcess killed = started(Tasks::sleepForEver);
    terminated.terminate();
    killed.kill();
    assertEquals(-15, exitCode(terminated));
    assertEquals(-9, exitCode(killed));
    assertEquals(new ExitStatus.Signaled(9), get(killed.onExit()));
    killed.kill();
    killed.terminate();
    killed.interrupt();
  }

  @Test
  @Behaviour(50)
  void theCodeOfAnExitIsTheExitCode() {
    ChildProcess exited = started(() -> System.exit(7));
    ChildProcess halted = started(() -> Runtime.getRuntime().halt(8));
    assertEquals(7, exitCode(exited));
    assertEquals(8, exitCode(halted));
  }

  @Test
  void atSigintAProcessEndsAsAnyJvmDoesAndRunsItsHooks() throws Exception {
    assumeFalse(Signals.isInterruptIgnored(), "SIGINT is ignored here");
    Gate gate = gate();
    for (int i = 0; i < 2; i++) { // a fork server makes one at once, and one ahead
      String mark = "ready-" + i;
      String hook = "hook-" + i;
      ChildProcess process =
          started(
              () -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> gate.mark(hook)));
                gate.mark(mark);
                Tasks.sleepForEver();
              });
      gate.awaitMark(mark);
      Signals.send("INT", process.pid());
      assertEquals(-2, exitCode(process));
      assertTrue(gate.isMarked(hook));
    }
  }

  @Test
  @Behaviour(50)
  void anUncaughtExceptionIsExitCodeOneWithItsStackOnTheParentsStderr() throws Exception {
    PoolProgram program = program("process-failing");
    assertEquals(0, program.awaitExit(), program::errors);
    assertEquals("the child's output, stdin: -1\nexit code 1\n", program.output());
    List<String> lines = program.errors().lines().toList();
    int first =
        lines.indexOf(
            "Exception in thread \"failing\" java.lang.IllegalStateException: the child fails");
    assertTrue(first >= 0, program::errors);
    assertTrue(lines.get(first + 1).contains("ProcessPrograms"), program::errors);
  }

  @Test
  void aProcessMayBeStartedByWhatIsDoneWhenAnotherEnds() {
    ChildProcess next = process(() -> System.exit(4));
    ChildProcess first = process(() -> {});
    CompletableFuture<ExitStatus> last =
        first
            .onExit()
            .thenCompose(
                status -> {
                  next.start();
                  return next.onExit();
                });
    first.start();
    assertEquals(new ExitStatus.Exited(4), get(last));
  }

  @Test
  void aWrongOrderOfCallsIsRefused() {
    assertThrows(NullPointerException.class, () -> context().process(null));
    ChildProcess process = process(() -> {});
    assertThrows(IllegalStateException.class, process::join);
    assertThrows(IllegalStateException.class, process::pid);
    assertThrows(IllegalStateException.class, process::terminate);
    assertThrows(IllegalStateException.class, process::interrupt);
    assertThrows(IllegalStateException.class, process::toHandle);
    process.start();
    assertThrows(IllegalStateException.class, process::start);
    assertEquals(0, exitCode(process));
    assertThrows(IllegalStateException.class, process::start);
    assertThrows(IllegalStateException.class, process::toHandle);
  }

  @Test
  @Behaviour(52)
  void closingALiveProcessIsRefusedAndHarmlessAfterwards() {
    ChildProcess process = started(Tasks::sleepForEver);
    IllegalStateException e = assertThrows(IllegalStateException.class, process::close);
    assertTrue(e.getMessage().contains("terminate"), e.getMessage());
    process.kill();
    exitCode(process);
    process.close();
    process.close();
    assertThrows(IllegalStateException.class, process::join);
    assertThrows(IllegalStateException.class, process::exitCode);
    assertThrows(IllegalStateException.class, process::isAlive);

    ChildProcess unused = process(() -> {});
    unused.close();
    assertThrows(IllegalStateException.class, unused::start);
  }

  @Test
  @Behaviour(53)
  void aProcessWaitsForItsOwnNonDaemonThreads() {
    Gate gate = gate();
    ChildProcess process =
        started(
            () -> {
              new Thread(() -> passAndMark(gate, "go", "done")).start();
              throw new IllegalStateException("its thread is waited for all the same");
            });
    gate.awaitMark("done-begun");
    assertFalse(process.join(Duration.ofMillis(100)));
    gate.mark("go");
    assertEquals(1, exitCode(process));
    assertTrue(gate.isMarked("done"));
  }

  @Test
  @Behaviour(53)
  void aProcessWaitsForItsOwnNonDaemonChildrenAndRunsItsHooks() {
    Gate gate = gate();
    ChildProcess process =
        started(
            () -> {
              Runtime.getRuntime().addShutdownHook(new Thread(() -> gate.mark("hook")));
              Context.ofDefault().process(() -> passAndMark(gate, "go", "done")).build().start();
            });
    gate.awaitMark("done-begun");
    assertFalse(process.join(Duration.ofMillis(100)));
    assertFalse(gate.isMarked("hook"));
    gate.mark("go");
    assertEquals(0, exitCode(process));
    assertTrue(gate.isMarked("done"));
    assertTrue(gate.isMarked("hook"));
  }

  private static void passAndMark(Gate gate, String pass, String mark) {
    try {
      gate.mark(mark + "-begun");
      gate.pass(pass);
      gate.mark(mark);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptReachesTheThreadOfTheTargetAlsoBeforeThatBegins() {
    Gate gate = gate();
    SerializableRunnable target =
        () -> {
          gate.mark("begun-" + Tasks.pid());
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            System.exit(4);
          }
        };
    ChildProcess early = started(target);
    early.interrupt();
    assertEquals(4, exitCode(early));
    ChildProcess later = started(target);
    gate.awaitMark("begun-" + later.pid());
    later.interrupt();
    assertEquals(4, exitCode(later));
  }

  @Test
  void eachInterruptIsOneAndKillsNobody() {
    Gate gate = gate();
    ChildProcess process =
        started(
            () -> {
              for (int i = 0; i < 3; i++) {
                gate.mark("sleeps-" + i);
                try {
                  Thread.sleep(60_000);
                  return;
                } catch (InterruptedException e) {
                  gate.mark("interrupted-" + i);
                }
              }
              gate.pass("end");
              System.exit(6);
            });
    for (int i = 0; i < 3; i++) {
      gate.awaitMark("sleeps-" + i);
      assertFalse(gate.isMarked("interrupted-" + i));
      process.interrupt();
      gate.awaitMark("interrupted-" + i);
    }
    gate.mark("end");
    assertEquals(6, exitCode(process));
  }

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
  void aCopyOfItsParentCannotUseItsParentsProcesses() {
    assumeTrue(contract().copiesParent(), "they are not there");
    ChildProcess sibling = process(() -> {});
    ChildProcess process =
        started(
            () -> {
              try {
                sibling.start();
              } catch (IllegalStateException e) {
                System.exit(ChildProcess.activeChildren().isEmpty() ? 5 : 6);
              }
            });
    assertEquals(5, exitCode(process));
  }

  /** A thread may be at work in any class when this process is copied. */
  @Test
  void aCopyOfItsParentDoesNotWaitForThreadsThatItDoesNotHave() throws Exception {
    assumeTrue(contract().copiesParent(), "there are no such threads");
    assertEquals(List.of(), ChildProcess.activeChildren()); // it has looked before
    Class<?> children = Class.forName("io.forkpool.core.process.Children");
    Gate gate = gate();
    Thread holder =
        new Thread(
            () -> {
              synchronized (children) {
                passAndMark(gate, "release", "held");
              }
            });
    holder.start();
    gate.awaitMark("held-begun");
    try {
      ChildProcess process =
          started(() -> System.exit(ChildProcess.activeChildren().isEmpty() ? 7 : 8));
      assertEquals(7, exitCode(process));
    } finally {
      gate.mark("release");
      holder.join();
    }
  }

  @Test
  void aProcessHasTheEnvironmentAndTheFlagsThatItIsGiven() {
    assumeFalse(contract().copiesParent(), "it has this JVM's");
    ChildProcess process =
        make(
            context()
                .process(
                    () ->
                        System.exit(
                            Integer.parseInt(System.getenv("TENS") + Integer.getInteger("ones"))))
                .environment(Map.of("TENS", "3"))
                .jvmArgs("-Dones=5"));
    process.start();
    assertEquals(35, exitCode(process));
    ChildProcess.Builder builder = context().process(() -> {});
    assertThrows(IllegalArgumentException.class, () -> builder.environment("a=b", "c"));
    assertThrows(IllegalArgumentException.class, () -> builder.environment("a", "\0"));
    assertThrows(IllegalArgumentException.class, () -> builder.name(" "));
  }

  @Test
  void aCopyOfThisJvmIsRefusedFlagsAndAnEnvironment() {
    assumeTrue(contract().copiesParent());
    ChildProcess.Builder flags = context().process(() -> {}).jvmArgs("-Xmx64m");
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, flags::build);
    assertTrue(e.getMessage().contains("-Xmx64m"), e.getMessage());
    ChildProcess.Builder environment = context().process(() -> {}).environment("KEY", "value");
    assertThrows(IllegalArgumentException.class, environment::build);
  }

  @Test
  @Behaviour(43)
  void whatCannotTravelIsNamedOnTheCallersThreadAndTheProcessCanStillBeStarted() {
    assumeFalse(contract().copiesParent(), "nothing travels");
    Thread thread = new Thread(() -> {});
    ChildProcess process = process(() -> thread.setName("other"));
    TaskSerializationException e = assertThrows(TaskSerializationException.class, process::start);
    assertTrue(e.getMessage().contains("Thread"), e.getMessage());
    assertEquals(State.NEW, process.state());
  }

  @Test
  @Behaviour(43)
  void aCopyOfThisJvmHasItsSocketsAndLocksWithoutSendingThem() throws IOException {
    assumeTrue(contract().copiesParent(), "they cannot travel");
    ReentrantLock lock = new ReentrantLock();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ChildProcess process =
          started(
              () -> {
                lock.lock();
                try (Socket accepted = server.accept()) {
                  accepted.getOutputStream().write(9);
                }
              });
      try (Socket client = new Socket()) {
        client.connect(
            new InetSocketAddress(server.getInetAddress(), server.getLocalPort()),
            (int) PROMPT.toMillis());
        client.setSoTimeout((int) PROMPT.toMillis());
        assertEquals(9, client.getInputStream().read());
      }
      assertEquals(0, exitCode(process));
      assertTrue(lock.tryLock(), "what the child does to its copy changes nothing here");
    }
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
        .atMost(Duration.ofSeconds(3))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> living(pids).isEmpty());
  }
}
