package io.forkpool.bench.peers;

import io.forkpool.Pool;
import io.forkpool.SerializableFunction;
import io.forkpool.StartMethod;
import io.forkpool.bench.measure.ClassData;
import io.forkpool.bench.measure.FirstResult;
import io.forkpool.bench.measure.Results;
import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * forkpool's side of a comparison, run for run what {@code peer.py} does by CPython: for every line
 * on stdin, one run, and its value on stdout.
 */
final class PoolMain {
  private static final SerializableFunction<Long, Long> SUCCESSOR = x -> x + 1;
  private static final SerializableFunction<Long, Long> SQUARE = x -> x * x;

  private PoolMain() {}

  /**
   * What the worker saw of a block.
   *
   * @param length how long it is
   * @param first its first byte
   * @param last its last
   */
  private record Glance(int length, byte first, byte last) {
    static Glance at(byte[] block) {
      return new Glance(block.length, block[0], block[block.length - 1]);
    }
  }

  /**
   * Runs the program.
   *
   * @param args the row, the start method, the row's numbers
   * @throws IOException if stdin cannot be read
   */
  public static void main(String[] args) throws IOException {
    StartMethod method = StartMethod.of(args[1]);
    int[] numbers = Arrays.stream(args).skip(2).mapToInt(Integer::parseInt).toArray();
    DoubleSupplier row =
        switch (args[0]) {
          case "start" -> start(method, numbers[0]);
          case "apply" -> apply(method, numbers[0]);
          case "map" -> map(method, numbers[0], numbers[1]);
          case "argument" -> argument(method, numbers[0]);
          case "cpu" -> cpu(method, numbers[0], numbers[1]);
          case "threads" -> threads(numbers[0], numbers[1]);
          default -> throw new IllegalArgumentException("there is no row " + args[0]);
        };
    while (nextLine()) {
      System.out.println(row.getAsDouble());
    }
  }

  private static boolean nextLine() throws IOException {
    int read = System.in.read();
    while (read >= 0 && read != '\n') {
      read = System.in.read();
    }
    return read >= 0;
  }

  private static DoubleSupplier start(StartMethod method, int workers) {
    ClassData.await(method, workers);
    return () -> FirstResult.millis(Pool.builder().workers(workers).startMethod(method));
  }

  private static Pool pool(StartMethod method, int workers) {
    return Pool.builder().workers(workers).startMethod(method).build();
  }

  private static DoubleSupplier apply(StartMethod method, int trips) {
    Pool pool = pool(method, 2);
    return () -> {
      double[] micros = new double[trips];
      for (int i = 0; i < trips; i++) {
        long x = i;
        long begun = System.nanoTime();
        long result = pool.apply(SUCCESSOR, x);
        micros[i] = (System.nanoTime() - begun) / 1e3;
        Results.requireEqual(x + 1, result, "apply's result");
      }
      return Spread.of(micros).median();
    };
  }

  private static DoubleSupplier map(StartMethod method, int tasks, int chunk) {
    Pool pool = pool(method, 2);
    List<Long> inputs = LongStream.range(0, tasks).boxed().toList();
    List<Long> expected = LongStream.range(0, tasks).map(x -> x * x).boxed().toList();
    return () -> {
      long begun = System.nanoTime();
      List<Long> results = chunk == 0 ? pool.map(SQUARE, inputs) : pool.map(SQUARE, inputs, chunk);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Results.requireEqual(expected, results, "map's list of results");
      return tasks / seconds;
    };
  }

  private static DoubleSupplier argument(StartMethod method, int length) {
    Pool pool = pool(method, 1);
    byte[] block = new byte[length];
    return () -> {
      long begun = System.nanoTime();
      Glance seen = pool.apply(Glance::at, block);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Results.requireEqual(Glance.at(block), seen, "what the worker saw");
      return length / 1e9 / seconds;
    };
  }

  private static DoubleSupplier cpu(StartMethod method, int tasks, int length) {
    Pool pool = pool(method, 2);
    SerializableFunction<Long, Integer> task = x -> ZlibWork.compressedLength(x, length);
    return batch(tasks, length, inputs -> pool.map(task, inputs));
  }

  /** The same by two threads of this JVM. */
  private static DoubleSupplier threads(int tasks, int length) {
    ExecutorService threads = Executors.newFixedThreadPool(2, PoolMain::daemon);
    return batch(tasks, length, inputs -> onThreads(threads, inputs, length));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static List<Integer> onThreads(ExecutorService threads, List<Long> inputs, int length) {
    List<Future<Integer>> futures =
        inputs.stream()
            .map(task -> threads.submit(() -> ZlibWork.compressedLength(task, length)))
            .toList();
    List<Integer> results = new ArrayList<>();
    try {
      for (Future<Integer> future : futures) {
        results.add(future.get());
      }
    } catch (ExecutionException | InterruptedException failure) {
      throw new IllegalStateException("a thread's task failed", failure);
    }
    return results;
  }

  private static DoubleSupplier batch(
      int tasks, int length, Function<List<Long>, List<Integer>> way) {
    List<Long> inputs = LongStream.range(0, tasks).boxed().toList();
    List<Integer> expected =
        inputs.stream().map(task -> ZlibWork.compressedLength(task, length)).toList();
    return () -> {
      long begun = System.nanoTime();
      List<Integer> results = way.apply(inputs);
      double millis = (System.nanoTime() - begun) / 1e6;
      Results.requireEqual(expected, results, "the list of lengths");
      return millis;
    };
  }
}
