package io.forkpool.spi;

import io.forkpool.PoolException;
import io.forkpool.ProcessBarrier;
import io.forkpool.ProcessEvent;
import io.forkpool.ProcessLock;
import io.forkpool.ProcessSemaphore;
import io.forkpool.SerializableRunnable;

/**
 * Makes what synchronizes processes. Registered for {@link java.util.ServiceLoader}. Thread-safe.
 * What it makes belongs to the calling process.
 */
public interface SyncProvider {

  /**
   * Makes a lock.
   *
   * @param reentrant whether its holder may take it again
   * @return a new lock, free
   */
  ProcessLock newLock(boolean reentrant);

  /**
   * Makes a semaphore.
   *
   * @param permits how many it has, not negative
   * @param bounded whether it never has more
   * @return a new semaphore
   */
  ProcessSemaphore newSemaphore(int permits, boolean bounded);

  /**
   * Makes an event.
   *
   * @return a new event, not set
   */
  ProcessEvent newEvent();

  /**
   * Makes a barrier.
   *
   * @param parties how many have to come, at least 1
   * @param action run by the last to come, or null
   * @return a new barrier
   */
  ProcessBarrier newBarrier(int parties, SerializableRunnable action);

  /**
   * Finds the provider.
   *
   * @return the first that is registered
   * @throws PoolException if none is
   */
  static SyncProvider get() {
    return Providers.load(SyncProvider.class).stream()
        .findFirst()
        .orElseThrow(
            () -> new PoolException("no provider of locks found: put pool-core on the class path"));
  }
}
