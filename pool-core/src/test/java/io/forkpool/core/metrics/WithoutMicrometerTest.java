package io.forkpool.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.TaskListener;
import io.forkpool.core.TestJvm;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A program that has no Micrometer on its class path. */
class WithoutMicrometerTest {
  @Test
  void poolsWorkAndWhoAsksForMetersIsToldWhatIsMissing() throws Exception {
    TestJvm end =
        TestJvm.run(TestJvm.Setting.PLAIN.withClassPath(withoutMicrometer()), Program.class);
    assertEquals(
        List.of(
            "[1, 4, 9]",
            "told: true",
            "java.lang.NoClassDefFoundError:" + " io/micrometer/core/instrument/binder/MeterBinder",
            "[16]"),
        end.output().lines().toList(),
        end::errors);
    assertEquals(0, end.exitValue(), end::errors);
  }

  private static String withoutMicrometer() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("micrometer"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
      CountDownLatch told = new CountDownLatch(1);
      TaskListener listener =
          new TaskListener() {
            @Override
            public void tasksDone(long count, Duration time) {
              told.countDown();
            }
          };
      try (Pool pool =
          Pool.builder().workers(1).startMethod(StartMethod.SPAWN).listener(listener).build()) {
        System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
        System.out.println("told: " + told.await(20, TimeUnit.SECONDS));
        try {
          new PoolMetrics(pool);
        } catch (NoClassDefFoundError e) {
          System.out.println(e);
        }
        System.out.println(pool.map(x -> x * x, List.of(4)));
      }
    }
  }
}
