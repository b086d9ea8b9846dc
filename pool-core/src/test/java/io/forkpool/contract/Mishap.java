package io.forkpool.contract;

import io.forkpool.ExitStatus;
import io.forkpool.PoolException;
import io.forkpool.WorkerLostException;

/** What can go wrong in a process at any place. */
enum Mishap {
  KILL(new ExitStatus.Signaled(9)),
  EXIT(new ExitStatus.Exited(3)),
  HALT(new ExitStatus.Exited(4)),
  THROW(null),
  THROW_ERROR(null);

  private final ExitStatus status;

  Mishap(ExitStatus status) {
    this.status = status;
  }

  /** How the process ends of it; null if it goes on. */
  ExitStatus status() {
    return status;
  }

  /** The exception of a task that this befalls. */
  Class<? extends PoolException> exception(Class<? extends PoolException> ofAThrow) {
    return status == null ? ofAThrow : WorkerLostException.class;
  }

  void happen() throws Exception {
    switch (this) {
      case KILL -> Signals.sendToSelf("KILL");
      case EXIT -> System.exit(3);
      case HALT -> Runtime.getRuntime().halt(4);
      case THROW -> throw new IllegalStateException("a mishap");
      case THROW_ERROR -> throw new LinkageError("a mishap");
    }
  }
}
