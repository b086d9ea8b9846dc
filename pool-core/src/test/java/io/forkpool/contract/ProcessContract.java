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
import io.forkpool.SerializableRunnable;
import io.forkpool.TaskSerializationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** A process of the user's own: its states, what it is given, and how it ends. */
public abstract class ProcessContract extends ProcessContractBase {
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
    await("a process of its own") // one that was made ahead is told by its name, once it has it
        .atMost(PROMPT)
        .until(() -> childPids().contains(process.pid()));
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
}
