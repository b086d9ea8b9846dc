package io.forkpool.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forkpool.bench.measure.HashWork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark class, once, as small as it gets: whether it runs and its results are right. */
@Timeout(120)
class BenchmarksTest {
  private static final Pattern CLASS = Pattern.compile("io\\.forkpool\\.bench\\.jmh\\.(\\w+)");

  @BeforeAll
  static void leaveOtherRunsAlone() {
    // What is measured here does not matter, so another JMH on this machine may run beside it.
    System.setProperty("jmh.ignoreLock", "true");
    System.setProperty(HashWork.ROUNDS_PER_MILLI, "1000");
  }

  @Test
  void everyBenchmarkClassRunsOnce() throws RunnerException, IOException {
    Options options =
        new OptionsBuilder()
            .include("io.forkpool.bench.jmh")
            .exclude("forkJoin|parallel|hugePages|(CpuBatch|UnevenTasks).executorService")
            .param("startMethod", "spawn")
            .param("megabytes", "10")
            .param("jars", "1")
            .param("chunk", "1")
            .param("taskMicros", "1000")
            .param("bytes", "1024")
            .param("chunkSize", "100")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(10))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();

    Collection<RunResult> results = new Runner(options).run();

    Set<String> ran =
        results.stream()
            .map(result -> className(result.getParams().getBenchmark()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(allBenchmarkClasses(), ran);
  }

  /** As JMH's annotation processor has found them. */
  private static Set<String> allBenchmarkClasses() throws IOException {
    try (BufferedReader list =
        new BufferedReader(
            new InputStreamReader(
                BenchmarksTest.class.getResourceAsStream("/META-INF/BenchmarkList"),
                StandardCharsets.UTF_8))) {
      return list.lines()
          .map(BenchmarksTest::className)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String className(String text) {
    Matcher matcher = CLASS.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no benchmark's name in: " + text);
    }
    return matcher.group(1);
  }
}
