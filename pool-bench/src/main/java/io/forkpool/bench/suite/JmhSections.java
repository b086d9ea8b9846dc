package io.forkpool.bench.suite;

import io.forkpool.StartMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which benchmarks a suite runs; start methods that cannot be used here are left out. */
final class JmhSections {
  private static final String METHOD = "startMethod";
  private static final String[] METHODS = {"fork", "forkserver", "spawn"};

  /** What compilers decide differs from JVM to JVM: with several it is in the spread, too. */
  private static final int FULL_FORKS = 3;

  private JmhSections() {}

  static List<JmhSection> of(boolean full) {
    return full ? fullSuite() : shortSuite();
  }

  /** What shows most in five minutes. */
  private static List<JmhSection> shortSuite() {
    return List.of(
        few("pool-start", "PoolStart", 0, Map.of(), METHODS),
        few("process-life", "ProcessLife", 0, Map.of(), METHODS),
        few("worker-added", "WorkerAdded", 0, Map.of(), METHODS),
        few("kill-recovery", "KillRecovery", 0, Map.of(), METHODS),
        few("heap", "StartByHeap", 7, Map.of("megabytes", List.of("10", "500", "2000")), "fork"),
        few("class-path", "StartByClassPath", 7, Map.of("jars", List.of("0", "1000")), "spawn"),
        few("peak", "TimeToPeak", 5, Map.of(), METHODS),
        few("memory", "WorkerMemory", 0, Map.of(), METHODS),
        few(
            "durations",
            "CpuBatch.(pool|executorService)",
            3,
            Map.of("taskMicros", List.of("1", "100", "10000"))),
        few("cpu-batch", "CpuBatch", 3, Map.of("taskMicros", List.of("1000"))),
        few("uneven", "UnevenTasks", 3, Map.of()),
        few("allocation", "AllocationBatch", 3, Map.of()),
        few(
            "payload",
            "ApplyRoundTrip",
            3,
            Map.of("bytes", List.of("8", "65536", "1048576", "67108864"))),
        few("chunks", "MapByChunk", 3, Map.of("chunkSize", List.of("0", "1", "10", "100"))));
  }

  /** All of them, with all their parameters. */
  private static List<JmhSection> fullSuite() {
    return List.of(
        all("pool-start", "PoolStart", METHODS),
        all("process-life", "ProcessLife", METHODS),
        all("worker-added", "WorkerAdded", METHODS),
        all("kill-recovery", "KillRecovery", METHODS),
        all("heap", "StartByHeap", "fork", "forkserver"),
        all("class-path", "StartByClassPath", "spawn", "forkserver"),
        all("peak", "TimeToPeak", METHODS),
        all("memory", "WorkerMemory", METHODS),
        all("cpu-batch", "CpuBatch"),
        all("uneven", "UnevenTasks"),
        all("allocation", "AllocationBatch"),
        all("payload", "ApplyRoundTrip"),
        all("chunks", "MapByChunk"));
  }

  private static JmhSection all(String key, String benchmark, String... methods) {
    return new JmhSection(key, benchmark, FULL_FORKS, 0, withUsable(Map.of(), methods));
  }

  private static JmhSection few(
      String key,
      String include,
      int iterations,
      Map<String, List<String>> params,
      String... methods) {
    return new JmhSection(key, include, 1, iterations, withUsable(params, methods));
  }

  /**
   * Of those methods, or else the default one: what the benchmark's class names may not be usable.
   */
  private static Map<String, List<String>> withUsable(
      Map<String, List<String>> params, String... methods) {
    List<String> usable = StartMethod.available().stream().map(StartMethod::toString).toList();
    List<String> chosen = Stream.of(methods).filter(usable::contains).toList();
    Map<String, List<String>> all = new HashMap<>(params);
    all.put(METHOD, chosen.isEmpty() ? usable.subList(0, 1) : chosen);
    return all;
  }
}
