package io.forkpool.bench.jmh;

import io.forkpool.SerializableFunction;
import io.forkpool.bench.measure.HashWork;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Param;

/**
 * Pure computation, by how long one task takes: what handing tasks over costs, against threads. A
 * batch takes each worker some 200 ms, or two tasks.
 *
 * <p>{@code java -jar pool-bench/target/benchmarks.jar CpuBatch}
 */
public class CpuBatch extends Contest {
  private static final int BATCH_MICROS = 200_000;
  private static final int MOST_TASKS = 50_000;

  /** How long one task takes, nearly. */
  @Param({"1", "10", "100", "1000", "10000", "100000"})
  public int taskMicros;

  @Override
  SerializableFunction<Long, Long> task() {
    int rounds = Math.max(1, Math.round(taskMicros * HashWork.roundsPerMilli() / 1e3f));
    return seed -> HashWork.run(seed, rounds);
  }

  @Override
  List<Long> inputs(int workers) {
    int perWorker = Math.max(2, Math.min(MOST_TASKS, BATCH_MICROS / taskMicros));
    return LongStream.range(0, (long) perWorker * workers).boxed().toList();
  }
}
