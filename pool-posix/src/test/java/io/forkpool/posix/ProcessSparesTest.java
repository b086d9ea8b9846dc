package io.forkpool.posix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.ChildProcess;
import io.forkpool.Context;
import io.forkpool.ExitStatus;
import io.forkpool.HeldLockPolicy;
import io.forkpool.StartMethod;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.ChildRole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Processes of the user's that were made ahead: when, and what is there for them. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ProcessSparesTest {
  private static final Duration PROMPT = Duration.ofSeconds(60);

  /** On a busy machine it takes longer than one has thought. */
  private static final Function<Duration, Duration> AGAIN_LATER = last -> last.multipliedBy(2);

  private static final int COLD = 3;
  private static final int WARM = 4;

  /** Ends with {@link #WARM} if it has warmed up. */
  public static class Warming implements ChildProgram {
    private static int code = COLD;

    @Override
    public void warmUp() {
      code = WARM;
    }

    @Override
    public void run(byte[] argument) {
      System.exit(code);
    }
  }

  /** The same, with a server of its own. */
  public static final class WarmingLate extends Warming {}

  /** The same, with a server of its own. */
  public static final class WarmingNot extends Warming {}

  /** Cannot say what it will need. */
  public static final class Blind extends Warming {
    @Override
    public void foresee(byte[] argument) {
      throw new NoClassDefFoundError("cannot");
    }
  }

  /** A class that tells who has initialized it. */
  static final class Initialized {
    private static final long BY = ProcessHandle.current().pid();

    private Initialized() {}

    static ChildProcess target() {
      return Context.of(StartMethod.FORKSERVER)
          .process(() -> System.exit(BY == ProcessHandle.current().pid() ? WARM : COLD))
          .build();
    }
  }

  @BeforeAll
  static void isUsable() {
    assumeTrue(
        StartMethod.FORKSERVER.unavailabilityCause().isEmpty(), "no fork server can run here");
  }

  private static ChildHandle start(Class<?> program) throws IOException {
    return ForkServers.start(
        new ChildRequest(
            "test",
            new ChildEntry.Named(program.getName(), new byte[0]),
            Optional.empty(),
            List.of(),
            Map.of(),
            1,
            HeldLockPolicy.WARN,
            ChildRole.PROCESS));
  }

  private static ExitStatus end(ChildHandle child) throws Exception {
    return child.onExit().get(20, TimeUnit.SECONDS);
  }

  private static long serverOf(Class<?> program) throws Exception {
    ChildHandle child = start(program);
    Optional<ProcessHandle> server = ProcessHandle.of(child.pid()).flatMap(ProcessHandle::parent);
    end(child);
    return server.isPresent() ? server.get().pid() : serverOf(program); // it was gone already
  }

  @Test
  void aSpareThatIsNotWantedForAWhileHasWarmedUp() throws Exception {
    long server = serverOf(WarmingLate.class);

    await()
        .pollInterval(IterativePollInterval.iterative(AGAIN_LATER, Duration.ofMillis(300)))
        .atMost(PROMPT)
        .until(() -> isSpareThatEndsWith(WARM, WarmingLate.class, server));
  }

  /** It was made at once, too: a server that waits for a lull first has none by then. */
  @Test
  void aSpareThatIsWantedAtOnceDoesNotWarmUpFirst() throws Exception {
    long server = serverOf(WarmingNot.class);

    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(PROMPT)
        .until(() -> isSpareThatEndsWith(COLD, WarmingNot.class, server));
  }

  /** False also if there is no spare now. */
  private static boolean isSpareThatEndsWith(int code, Class<?> program, long server)
      throws Exception {
    Set<Long> spares = Spares.of(server);
    ChildHandle child = start(program);
    return end(child).equals(new ExitStatus.Exited(code)) && spares.contains(child.pid());
  }

  @Test
  void aServerThatCannotForeseeServes() throws Exception {
    long server = serverOf(Blind.class);

    ChildHandle child = start(Blind.class);

    assertTrue(end(child) instanceof ExitStatus.Exited);
    assertTrue(ProcessHandle.of(server).isPresent());
  }

  @Test
  void aTargetsClassIsInitializedInEachChild() {
    for (int i = 0; i < 5; i++) { // the last ones were made when the server knew the class
      ChildProcess child = Initialized.target();
      child.start();
      assertTrue(child.join(PROMPT));
      assertEquals(WARM, child.exitCode().getAsInt(), "child " + i);
    }
  }
}
