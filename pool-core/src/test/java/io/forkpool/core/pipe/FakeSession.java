package io.forkpool.core.pipe;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Session;
import java.util.ArrayList;
import java.util.List;

/** A process, as far as a pipe knows of it. */
final class FakeSession implements Session {
  private final long pid;
  final List<Message> events = new ArrayList<>();

  FakeSession(long pid) {
    this.pid = pid;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public void event(long resource, Message message) {
    events.add(message);
  }

  @Override
  public String toString() {
    return "process " + pid;
  }
}
