package io.forkpool.spi;

import io.forkpool.PoolException;
import io.forkpool.ProcessQueue;

/** Makes queues. Registered for {@link java.util.ServiceLoader}. Thread-safe. */
public interface QueueProvider {

  /**
   * Makes a queue that this process keeps.
   *
   * @param <T> the type of the items
   * @param capacity how many items there is room for; {@link Integer#MAX_VALUE} for no limit
   * @return a new queue
   */
  <T> ProcessQueue<T> newQueue(int capacity);

  /**
   * Finds what makes queues.
   *
   * @return the first that is registered
   * @throws PoolException if none is
   */
  static QueueProvider get() {
    return Providers.load(QueueProvider.class).stream()
        .findFirst()
        .orElseThrow(() -> new PoolException("no queues found: put pool-core on the class path"));
  }
}
