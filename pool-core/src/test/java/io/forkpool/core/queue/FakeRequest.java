package io.forkpool.core.queue;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.PlayedRequest;
import io.forkpool.core.broker.Session;

/** A request as a queue sees it, and its answer as the process sees that. */
final class FakeRequest extends PlayedRequest<Session> {
  FakeRequest(Session session, Message message, boolean silent) {
    super(session, message, silent);
  }

  /** What it was answered; null if it waits. */
  QueueAnswer outcome() {
    return given() == null ? null : QueueAnswer.of(given());
  }

  Message answer() {
    return given();
  }
}
