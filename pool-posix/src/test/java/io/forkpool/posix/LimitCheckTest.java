package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.WorkerLimits;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which limits are refused before a worker is started. */
class LimitCheckTest {
  @BeforeAll
  static void hereAreLimits() {
    assumeTrue(new ProcessLimits().availability().isAvailable());
  }

  private static void assertRefused(String part, WorkerLimits limits) {
    Pool.Builder builder = Pool.builder().startMethod(StartMethod.SPAWN).workerLimits(limits);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(e.getMessage().contains(part), e::getMessage);
  }

  @Test
  void aProcessorThatIsNotThereIsRefused() throws IOException {
    int here = Scheduled.firstProcessor();
    assertRefused(
        "no processor 4000 for this process; it may use " + Scheduled.ofThisThread().cpus(),
        WorkerLimits.none().withCpus(here, 4000));
    assertRefused("no processor 2147483647", WorkerLimits.none().withCpus(Integer.MAX_VALUE));
  }

  @Test
  void moreThanTheHardLimitIsRefused() throws IOException {
    long hard = Native.get().limit(0, Native.RLIMIT_NOFILE)[1];
    assumeTrue(hard > 0 && hard < Integer.MAX_VALUE, "no hard limit here");
    int files = (int) hard;
    assertRefused("hard limit of " + hard, WorkerLimits.none().withOpenFiles(files + 1));
    assertDoesNotThrow(() -> LimitCheck.of(WorkerLimits.none().withOpenFiles(files)));
  }

  @Test
  void processorTimeBeyondTheHardLimitIsRefused() throws IOException {
    Native limited = system("limit", (method, arguments) -> new long[] {10, 20});
    LimitCheck.of(limited, WorkerLimits.none().withCpuTime(Duration.ofSeconds(20)));
    WorkerLimits more = WorkerLimits.none().withCpuTime(Duration.ofMillis(20_001));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> LimitCheck.of(limited, more));
    assertTrue(e.getMessage().contains("21 seconds"), e::getMessage);
  }

  @Test
  void aNiceValueThatIsNotPermittedIsRefused() {
    for (int errno : new int[] {PosixException.EACCES, PosixException.EPERM}) {
      Native strict =
          system(
              "setPriority",
              (method, arguments) -> {
                throw new PosixException("setpriority", errno);
              });
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> LimitCheck.of(strict, WorkerLimits.none().withNice(-5)));
      assertTrue(e.getMessage().contains("nice value -5"), e::getMessage);
      assertTrue(e.getMessage().contains("CAP_SYS_NICE"), e::getMessage);
    }
  }

  @Test
  void whatElseTheKernelSaysIsNoRefusal() {
    Native odd =
        system(
            "setPriority",
            (method, arguments) -> {
              throw new PosixException("setpriority", PosixException.ENAMETOOLONG);
            });
    assertThrows(IOException.class, () -> LimitCheck.of(odd, WorkerLimits.none().withNice(5)));
  }

  @Test
  void theCheckLeavesItsThreadAsItWas() throws IOException {
    Scheduled before = Scheduled.ofThisThread();
    LimitCheck.of(WorkerLimits.none().withNice(19).withCpus(Scheduled.firstProcessor()));
    assertEquals(before, Scheduled.ofThisThread());
  }

  private interface Answer {
    Object to(String method, Object[] arguments) throws PosixException;
  }

  /** The system, but for one call. */
  private static Native system(String method, Answer answer) {
    return (Native)
        Proxy.newProxyInstance(
            Native.class.getClassLoader(),
            new Class<?>[] {Native.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method)) {
                return answer.to(method, arguments);
              }
              try {
                return called.invoke(Native.get(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
