package io.forkpool.core.queue;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Session;

/** A process as a queue sees it. */
record FakeSession(long pid) implements Session {
  @Override
  public void event(long resource, Message message) {
    throw new AssertionError("queues tell nothing that was not asked");
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
