package io.forkpool.core.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ChildProcess.State;
import io.forkpool.ExitStatus;
import io.forkpool.StartMethod;
import io.forkpool.spi.Availability;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.ProcessSettings;
import io.forkpool.spi.StartMethodProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that are played: what happens where a start goes wrong half-way. */
@Timeout(60)
class StartableProcessTest {
  private final Played child = new Played();

  /** A child without a process. */
  private static final class Played implements ChildHandle, StartMethodProvider {
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

    @Override
    public long pid() {
      return Long.MAX_VALUE;
    }

    @Override
    public CompletableFuture<ExitStatus> onExit() {
      return exit;
    }

    @Override
    public List<String> lastErrorLines() {
      return List.of();
    }

    @Override
    public void terminate() {
      exit.complete(new ExitStatus.Signaled(15));
    }

    @Override
    public void kill() {
      exit.complete(new ExitStatus.Signaled(9));
    }

    @Override
    public void interrupt() {}

    @Override
    public String name() {
      return "spawn";
    }

    @Override
    public Availability availability() {
      return Availability.available();
    }

    @Override
    public int preference() {
      return 0;
    }

    @Override
    public boolean sharesMemory() {
      return true;
    }

    @Override
    public ChildHandle start(ChildRequest request) {
      return this;
    }
  }

  private StartableProcess process(Children children) {
    ProcessSettings settings =
        new ProcessSettings(
            StartMethod.SPAWN, () -> {}, Optional.empty(), Optional.empty(), Map.of(), List.of());
    return new StartableProcess(settings, child, children);
  }

  @Test
  void aProcessForWhichThereIsNoThreadIsEnded() {
    OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
    Children children =
        new Children(
            new Keeper(
                keeping -> {
                  throw none;
                }));
    StartableProcess process = process(children);
    assertSame(none, assertThrows(OutOfMemoryError.class, process::start));
    assertTrue(process.join(Duration.ZERO), "nobody else knows of it");
    assertEquals(State.ENDED, process.state());
    assertEquals(OptionalInt.of(-9), process.exitCode());
    assertEquals(List.of(), children.alive());
  }

  /** That thread may be the one that a start of another process waits for. */
  @Test
  void whoLearnsOfAnExitDoesNotDoWhatUsersWantToBeDoneThen() throws Exception {
    StartableProcess process = process(new Children(new Keeper(Thread::new)));
    process.start();
    CompletableFuture<Thread> user = process.onExit().thenApply(status -> Thread.currentThread());
    Thread learning = new Thread(child::terminate);
    learning.start();
    assertTrue(user.get(20, TimeUnit.SECONDS) != learning);
    assertTrue(process.isReady());
  }
}
