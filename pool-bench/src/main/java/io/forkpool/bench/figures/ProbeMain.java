package io.forkpool.bench.figures;

import io.forkpool.ChildProcess;
import io.forkpool.Context;
import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.bench.measure.FirstResult;
import io.forkpool.bench.measure.HashWork;
import io.forkpool.bench.measure.LiveHeap;
import io.forkpool.bench.measure.ProcessMemory;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.Spread;
import io.forkpool.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.List;

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
      case "first-result" ->
          firstResult(LiveHeap.inForkedProcess(method, megabytes).workers(WORKERS), runs);
      case "memory" -> memory(LiveHeap.inForkedProcess(method, megabytes).workers(WORKERS));
      case "process" -> processTime(method, 0, runs);
      case "process-after-pause" -> processTime(method, ProcessTime.PAUSE_MILLIS, runs);
      case "first-chunk" -> firstChunk(method, runs);
      default -> throw new IllegalArgumentException(args[0]);
    }
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
      Results.requireEqual(1, read, "the child's first byte");
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
      double millis = FirstResult.millis(builder);
      if (run >= 0) {
        print(millis);
      }
    }
  }

  /** Of each worker, in MB, after it has read all data and some of its tasks have run. */
  private static void memory(Pool.Builder builder) throws IOException {
    try (Pool pool = builder.build()) {
      List<Long> sums = pool.map(nothing -> LiveHeap.sum(), List.of(1, 2, 3, 4), 1);
      Results.requireEqual(1L, sums.stream().distinct().count(), "the number of different sums");
      for (long pid : pool.workerPids()) {
        print(ProcessMemory.of(pid).privateBytes() / 1e6);
      }
    }
  }

  /** Medians, of some processes each. */
  private static void processTime(StartMethod method, int pause, int runs) throws Exception {
    Context context = Context.of(method);
    for (int i = 0; i < ProcessTime.WARM_UPS; i++) {
      processMillis(context, pause);
    }
    for (int run = 0; run < runs; run++) {
      double[] millis = new double[ProcessTime.PROCESSES];
      for (int i = 0; i < millis.length; i++) {
        millis[i] = processMillis(context, pause);
      }
      print(Spread.of(millis).median());
    }
  }

  private static double processMillis(Context context, int pause) throws InterruptedException {
    Thread.sleep(pause);
    long begun = System.nanoTime();
    ChildProcess process = context.process(() -> {}).build();
    process.start();
    process.join();
    double millis = (System.nanoTime() - begun) / 1e6;
    Results.requireEqual(0, process.exitCode().orElseThrow(), "the exit code of a process");
    return millis;
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
