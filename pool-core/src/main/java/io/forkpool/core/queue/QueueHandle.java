package io.forkpool.core.queue;

import io.forkpool.core.broker.ResourceAddress;
import io.forkpool.core.handle.Handle;

/**
 * A queue on its way to another process.
 *
 * @param address where the queue is
 * @param capacity how many items it has room for
 */
record QueueHandle(ResourceAddress address, int capacity) implements Handle {
  @Override
  public Object readResolve() {
    return new BrokeredQueue<>(address, capacity, null);
  }
}
