package io.forkpool.bench.jmh;

import io.forkpool.SerializableFunction;
import io.forkpool.bench.measure.HashWork;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Tasks of 0.2 ms, but every sixteenth takes 50 times as long, and the longest come last: who has
 * to wait for whom at the end?
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar UnevenTasks}
 */
public class UnevenTasks extends Contest {
  private static final int TASKS = 256;
  private static final int FACTOR = 50;

  @Override
  SerializableFunction<Long, Long> task() {
    int rounds = HashWork.roundsPerMilli() / 5;
    return seed -> HashWork.run(seed, seed % 16 == 15 ? rounds * FACTOR : rounds);
  }

  @Override
  List<Long> inputs(int workers) {
    return LongStream.range(0, TASKS).boxed().toList();
  }
}
