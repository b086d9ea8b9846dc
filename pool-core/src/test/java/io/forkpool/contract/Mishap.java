package io.forkpool.contract;

import io.forkpool.ExitStatus;
import io.forkpool.PoolException;
import io.forkpool.TaskFailedException;
import io.forkpool.WorkerLostException;
import java.util.Set;

/** What can go wrong in a process at any place. */
enum Mishap {
  KILL(new ExitStatus.Signaled(9)),
  /** HotSpot reports a segmentation fault and then aborts. */
  FAULT(new ExitStatus.Signaled(6), new ExitStatus.Signaled(11)),
  EXIT(new ExitStatus.Exited(3)),
  HALT(new ExitStatus.Exited(4)),
  THROW,
  THROW_ERROR,
  OVERFLOW_STACK,
  EXHAUST_HEAP;

  private static final long SMALL_HEAP = 128 << 20;

  private final Set<ExitStatus> ends;

  Mishap(ExitStatus... ends) {
    this.ends = Set.of(ends);
  }

  /** Whether a process may end like this of it. */
  boolean endsWith(ExitStatus status) {
    return ends.contains(status);
  }

  /** The exception of a task that this befalls in a worker. */
  Class<? extends PoolException> exception(Class<? extends PoolException> ofAThrow) {
    if (!ends.isEmpty()) {
      return WorkerLostException.class;
    }
    return this == EXHAUST_HEAP ? TaskFailedException.class : ofAThrow;
  }

  void happen() throws Exception {
    switch (this) {
      case KILL -> Signals.sendToSelf("KILL");
      case FAULT -> Signals.sendToSelf("SEGV");
      case EXIT -> System.exit(3);
      case HALT -> Runtime.getRuntime().halt(4);
      case THROW -> throw new IllegalStateException("a mishap");
      case THROW_ERROR -> throw new LinkageError("a mishap");
      case OVERFLOW_STACK -> Tasks.overflowStack(0);
      case EXHAUST_HEAP -> exhaustHeap();
    }
  }

  /** A large heap may be the one that the tests run in. */
  private static void exhaustHeap() {
    if (Runtime.getRuntime().maxMemory() <= SMALL_HEAP) {
      Tasks.exhaustHeap();
    }
    throw new OutOfMemoryError("as if the heap were full");
  }
}
