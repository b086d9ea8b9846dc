package io.forkpool.core.sync;

import io.forkpool.ProcessBarrier;
import io.forkpool.ProcessEvent;
import io.forkpool.ProcessLock;
import io.forkpool.ProcessSemaphore;
import io.forkpool.SerializableRunnable;
import io.forkpool.spi.SyncProvider;

/** Makes locks and the like of this process's broker. */
public final class DefaultSyncProvider implements SyncProvider {

  /** Public for {@link java.util.ServiceLoader}. */
  public DefaultSyncProvider() {}

  @Override
  public ProcessLock newLock(boolean reentrant) {
    return new SharedLock(Shared.by(new LockState()), reentrant);
  }

  @Override
  public ProcessSemaphore newSemaphore(int permits, boolean bounded) {
    return new SharedSemaphore(Shared.by(new SemaphoreState(permits, bounded)), permits, bounded);
  }

  @Override
  public ProcessEvent newEvent() {
    return new SharedEvent(Shared.by(new EventState()));
  }

  @Override
  public ProcessBarrier newBarrier(int parties, SerializableRunnable action) {
    return new SharedBarrier(Shared.by(new BarrierState(parties, action != null)), parties, action);
  }
}
