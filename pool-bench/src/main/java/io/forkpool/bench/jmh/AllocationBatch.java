package io.forkpool.bench.jmh;

import io.forkpool.SerializableFunction;
import io.forkpool.bench.measure.TextWork;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Fork;

/**
 * Tasks that make garbage all the time: workers with heaps and collectors of their own, against
 * threads that share one heap of 1 GB and its collector.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar AllocationBatch}
 */
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class AllocationBatch extends Contest {
  private static final int TASKS_PER_WORKER = 100;
  private static final int LINES = 1_000;

  @Override
  SerializableFunction<Long, Long> task() {
    return seed -> TextWork.run(seed, LINES);
  }

  @Override
  List<Long> inputs(int workers) {
    return LongStream.range(0, (long) TASKS_PER_WORKER * workers).boxed().toList();
  }
}
