package io.forkpool.core.queue;

import io.forkpool.core.broker.ResourceAddress;

/**
 * What tells queues apart: addresses that have travelled are copies, whose tokens are not equal.
 *
 * @param broker the address of the broker's socket
 * @param owner the process id of the broker
 * @param resource the id of the queue
 */
record QueueKey(String broker, long owner, long resource) {
  static QueueKey of(ResourceAddress address) {
    return new QueueKey(address.broker().address(), address.owner(), address.resource());
  }
}
