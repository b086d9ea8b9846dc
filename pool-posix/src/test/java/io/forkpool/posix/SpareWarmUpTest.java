package io.forkpool.posix;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLockPolicy;
import io.forkpool.StartMethod;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.ChildRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What a child that was made ahead does before it has an order. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class SpareWarmUpTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);
  private static final int COLD = 3;
  private static final int WARM = 4;

  /** Ends with {@link #WARM} if it has warmed up. */
  public static final class Warming implements ChildProgram {
    private static int code = COLD;

    @Override
    public void warmUp() {
      code = WARM;
    }

    @Override
    public void run(byte[] argument) throws InterruptedException {
      end(argument, code);
    }
  }

  /** Does not get on with warming up. */
  public static final class Failing implements ChildProgram {
    @Override
    public void warmUp() {
      throw new IllegalStateException("cannot");
    }

    @Override
    public void run(byte[] argument) throws InterruptedException {
      end(argument, WARM);
    }
  }

  private static void end(byte[] argument, int code) throws InterruptedException {
    if (argument.length > 0) {
      Thread.sleep(PROMPT.toMillis());
    }
    System.exit(code);
  }

  @BeforeAll
  static void isUsable() {
    assumeTrue(
        StartMethod.FORKSERVER.unavailabilityCause().isEmpty(), "no fork server can run here");
  }

  private static ChildHandle start(Class<?> program, byte... argument) throws IOException {
    return ForkServers.start(
        new ChildRequest(
            "test",
            new ChildEntry.Named(program.getName(), argument),
            Optional.empty(),
            List.of(),
            Map.of(),
            1,
            HeldLockPolicy.WARN));
  }

  /** The exit code of a child that was a spare. */
  private static ExitStatus statusOfASpare(Class<?> program) throws Exception {
    ChildHandle first = start(program, (byte) 1); // which waits
    long server = ProcessHandle.of(first.pid()).flatMap(ProcessHandle::parent).orElseThrow().pid();
    first.kill();
    first.onExit().get(20, TimeUnit.SECONDS);
    long spare =
        await()
            .atMost(PROMPT)
            .until(() -> Spares.of(server), found -> found.size() == 1)
            .iterator()
            .next();
    ChildHandle second = start(program);
    assertEquals(spare, second.pid());
    return second.onExit().get(20, TimeUnit.SECONDS);
  }

  @Test
  void aSpareHasWarmedUpBeforeItRuns() throws Exception {
    assertEquals(new ExitStatus.Exited(WARM), statusOfASpare(Warming.class));
  }

  @Test
  void aSpareServesEvenIfItCannotWarmUp() throws Exception {
    assertEquals(new ExitStatus.Exited(WARM), statusOfASpare(Failing.class));
  }
}
