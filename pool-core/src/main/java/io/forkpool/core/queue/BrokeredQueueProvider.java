package io.forkpool.core.queue;

import io.forkpool.ProcessQueue;
import io.forkpool.core.broker.Broker;
import io.forkpool.core.broker.ResourceAddress;
import io.forkpool.spi.QueueProvider;

/** Makes queues that this process's broker keeps. */
public final class BrokeredQueueProvider implements QueueProvider {
  /** Public for {@link java.util.ServiceLoader}. */
  public BrokeredQueueProvider() {}

  @Override
  public <T> ProcessQueue<T> newQueue(int capacity) {
    Object maker = new Object();
    ResourceAddress address = Broker.ofThisProcess().add(new QueueResource(capacity, maker));
    return new BrokeredQueue<>(address, capacity, maker);
  }
}
