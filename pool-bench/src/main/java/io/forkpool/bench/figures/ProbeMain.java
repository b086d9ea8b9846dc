package io.forkpool.bench.figures;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.bench.measure.Spread;
import io.forkpool.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program whose heap is what a figure asks for: it measures, and prints a number a line. Some
 * figures depend on a JVM's flags and size, so each gets a JVM of its own.
 */
final class ProbeMain {
  private static final int WORKERS = 2;

  /** About 10 ms of hashing. */
  private static final int CHUNK_ROUNDS = 30_000;

  private static final int WARM_UPS = 200;

  private ProbeMain() {}

  /**
   * Measures.
   *
   * @param args the question, the start method, the megabytes of live heap, the number of runs
   * @throws Exception what went wrong
   */
  public static void main(String[] args) throws Exception {
    StartMethod method = StartMethod.of(args[1]);
    int megabytes = Integer.parseInt(args[2]);
    int runs = Integer.parseInt(args[3]);
    switch (args[0]) {
      case "first-byte" -> {
        LiveHeap.fill(megabytes);
        firstByte(runs);
      }
      case "first-result" -> firstResult(builder(method, megabytes), runs);
      case "memory" -> memory(builder(method, megabytes));
      case "first-chunk" -> firstChunk(method, runs);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** A builder of pools whose workers have so much data. */
  private static Pool.Builder builder(StartMethod method, int megabytes) {
    Pool.Builder builder = Pool.builder().workers(WORKERS).startMethod(method);
    if (method.equals(StartMethod.FORK)) {
      LiveHeap.fill(megabytes);
    } else {
      builder.preload(() -> LiveHeap.fill(megabytes));
    }
    return builder;
  }

  private static void print(double value) {
    System.out.println(value);
  }

  private static void firstByte(int runs) throws IOException {
    for (int run = -1; run < runs; run++) {
      Pipe pipe = Pipe.open();
      long begun = System.nanoTime();
      int pid = Posix.fork();
      if (pid == 0) {
        pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        Runtime.getRuntime().halt(0);
      }
      int read = pipe.source().read(ByteBuffer.allocate(1));
      double millis = (System.nanoTime() - begun) / 1e6;
      Figure.requireEqual(1, read, "the child's first byte");
      Posix.waitpid(pid);
      pipe.sink().close();
      pipe.source().close();
      if (run >= 0) { // the first loads what a fork needs
        print(millis);
      }
    }
  }

  private static void firstResult(Pool.Builder builder, int runs) {
    for (int run = -1; run < runs; run++) {
      long begun = System.nanoTime();
      Pool pool = builder.build();
      try {
        int result = pool.apply(x -> x + 1, 41);
        double millis = (System.nanoTime() - begun) / 1e6;
        Figure.requireEqual(42, result, "the first result");
        if (run >= 0) {
          print(millis);
        }
      } finally {
        pool.close();
        pool.join();
      }
    }
  }

  /** Of each worker, in MB, after it has read all data and some of its tasks have run. */
  private static void memory(Pool.Builder builder) throws IOException {
    try (Pool pool = builder.build()) {
      List<Long> sums = pool.map(nothing -> LiveHeap.sum(), List.of(1, 2, 3, 4), 1);
      Figure.requireEqual(1L, sums.stream().distinct().count(), "the number of different sums");
      for (long pid : pool.workerPids()) {
        print(privateBytes(pid) / 1e6);
      }
    }
  }

  private static long privateBytes(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Private_"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    }
  }

  /** The time of the first task in a fresh worker, divided by that of one in this JVM, warm. */
  private static void firstChunk(StartMethod method, int runs) {
    warmUp();
    for (int run = 0; run < runs; run++) {
      double[] here = new double[5];
      for (int i = 0; i < here.length; i++) {
        here[i] = chunkNanos();
      }
      try (Pool pool =
          Pool.builder().workers(1).startMethod(method).preload(ProbeMain::warmUp).build()) {
        print(pool.apply(ProbeMain::chunkNanos) / Spread.of(here).median());
      }
    }
  }

  private static void warmUp() {
    for (int i = 0; i < WARM_UPS; i++) {
      chunkNanos();
    }
  }

  private static long chunkNanos() {
    long begun = System.nanoTime();
    long hash = HashWork.run(1, CHUNK_ROUNDS);
    long nanos = System.nanoTime() - begun;
    return hash == 0 ? 0 : nanos;
  }
}
