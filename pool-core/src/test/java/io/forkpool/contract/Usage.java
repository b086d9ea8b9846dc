package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What this JVM has open at a moment; descriptors only where the system tells.
 *
 * @param descriptors how many file descriptors are open
 * @param threads how many threads live
 * @param temporaryFiles how many private directories of pools there are
 * @param heap how many bytes are used after a collection
 */
record Usage(long descriptors, int threads, long temporaryFiles, long heap) {
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Descriptors and threads that come and go; what leaks does so once for each worker. */
  private static final int SLACK = 6;

  /** Measures when all workers are up and idle: others hold a little more, or less. */
  static Usage settled(Pool pool) throws IOException {
    ContractBase.awaitWorkers(pool); // one that has run its last task may still be among them
    await("all workers idle")
        .atMost(ContractBase.PROMPT)
        .until(pool::stats, stats -> stats.idleWorkers() == pool.workers());
    return now();
  }

  static Usage now() throws IOException {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new Usage(
        entries(Path.of("/proc/self/fd"), ""),
        Thread.getAllStackTraces().size(),
        entries(Path.of(System.getProperty("java.io.tmpdir")), "forkpool"),
        runtime.totalMemory() - runtime.freeMemory());
  }

  private static long entries(Path directory, String prefix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    }
  }

  /** Measures anew; for {@link #awaitNoMore}. */
  interface Measure {
    Usage take() throws IOException;
  }

  /** Waits until no more is in use than this, but for the given amount of heap. */
  void awaitNoMore(Measure measure, long moreHeap) {
    await("what is in use")
        .atMost(ContractBase.PROMPT)
        .pollInterval(PAUSE)
        .untilAsserted(() -> assertNoMore(measure.take(), moreHeap));
  }

  private void assertNoMore(Usage after, long moreHeap) {
    String both = this + " then " + after;
    assertTrue(after.descriptors <= descriptors + SLACK, both);
    assertTrue(after.threads <= threads + SLACK, both);
    assertTrue(after.temporaryFiles <= temporaryFiles, both);
    assertTrue(after.heap <= heap + moreHeap, both);
  }
}
