package io.forkpool.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.function.LongUnaryOperator;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a program would use in one JVM, with as many threads as the pool has workers. */
@State(Scope.Thread)
public class Threads {
  private ExecutorService fixed;
  private ForkJoinPool forkJoin;

  /** Starts the threads. */
  @Setup(Level.Trial)
  public void start(WarmPool pool) {
    fixed = Executors.newFixedThreadPool(pool.workers);
    forkJoin = new ForkJoinPool(pool.workers);
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    fixed.shutdownNow();
    forkJoin.shutdownNow();
  }

  List<Long> byExecutor(List<Long> inputs, LongUnaryOperator task) throws Exception {
    return all(fixed, inputs, task);
  }

  List<Long> byForkJoin(List<Long> inputs, LongUnaryOperator task) throws Exception {
    return all(forkJoin, inputs, task);
  }

  /** A parallel stream in a ForkJoinPool's task runs there, and not in the common pool. */
  List<Long> byParallelStream(List<Long> inputs, LongUnaryOperator task) throws Exception {
    return forkJoin.submit(() -> inputs.parallelStream().map(task::applyAsLong).toList()).get();
  }

  private static List<Long> all(ExecutorService threads, List<Long> inputs, LongUnaryOperator task)
      throws InterruptedException, ExecutionException {
    List<Callable<Long>> tasks = new ArrayList<>();
    inputs.forEach(input -> tasks.add(() -> task.applyAsLong(input)));
    List<Long> results = new ArrayList<>();
    for (Future<Long> future : threads.invokeAll(tasks)) {
      results.add(future.get());
    }
    return results;
  }
}
