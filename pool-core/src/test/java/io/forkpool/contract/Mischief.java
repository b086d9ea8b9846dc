package io.forkpool.contract;

import io.forkpool.PoolException;
import io.forkpool.TaskFailedException;
import io.forkpool.WorkerLostException;
import java.util.Random;

/** What a task of a {@link ChaosRun} may do to its worker, and how often. */
enum Mischief {
  NONE(600, null),
  NAP(40, null),
  SLOW_VALUE(10, null),
  LARGE_ARGUMENT(6, null),
  LARGE_RESULT(6, null),
  THROW(6, TaskFailedException.class),
  OVERFLOW_STACK(4, TaskFailedException.class),
  EXHAUST_HEAP(2, TaskFailedException.class),
  EXIT(3, WorkerLostException.class),
  HALT(3, WorkerLostException.class),
  KILL(3, WorkerLostException.class),
  FAULT(1, WorkerLostException.class);

  private static final int TOTAL_WEIGHT =
      java.util.Arrays.stream(values()).mapToInt(each -> each.weight).sum();

  private final int weight;
  private final Class<? extends PoolException> failure;

  Mischief(int weight, Class<? extends PoolException> failure) {
    this.weight = weight;
    this.failure = failure;
  }

  static Mischief any(Random random) {
    int left = random.nextInt(TOTAL_WEIGHT);
    for (Mischief each : values()) {
      left -= each.weight;
      if (left < 0) {
        return each;
      }
    }
    throw new AssertionError("weights do not add up");
  }

  /** One that does no harm. */
  static Mischief anyHarmless(Random random) {
    return values()[random.nextInt(LARGE_RESULT.ordinal() + 1)];
  }

  /** What a task fails with that does this; null if it succeeds. */
  Class<? extends PoolException> failure() {
    return failure;
  }

  boolean isDeadly() {
    return failure == WorkerLostException.class;
  }

  /**
   * Does it, in the worker.
   *
   * @param smallHeap whether the heap is small enough to be filled
   */
  void happen(boolean smallHeap) throws Exception {
    switch (this) {
      case NAP -> Thread.sleep(1);
      case THROW -> throw new IllegalStateException("mischief");
      case OVERFLOW_STACK -> Tasks.overflowStack(0);
      case EXHAUST_HEAP -> fillHeap(smallHeap);
      case EXIT -> System.exit(3);
      case HALT -> Runtime.getRuntime().halt(4);
      case KILL -> Signals.sendToSelf("KILL");
      case FAULT -> Signals.sendToSelf("SEGV");
      default -> {}
    }
  }

  private static void fillHeap(boolean smallHeap) {
    if (smallHeap) {
      Tasks.exhaustHeap();
    } else {
      Tasks.exceedArrayLimit();
    }
  }
}
