package io.forkpool.core.queue;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Session;

/** A request as a queue sees it, and its answer as the process sees that. */
final class FakeRequest implements Request {
  private final Session session;
  private final Message message;
  private final boolean silent;
  private Message answer;

  FakeRequest(Session session, Message message, boolean silent) {
    this.session = session;
    this.message = message;
    this.silent = silent;
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public void answer(Message given) {
    if (answered()) {
      throw new IllegalStateException("answered twice");
    }
    answer = given;
  }

  @Override
  public boolean answered() {
    return silent || answer != null;
  }

  /** What it was answered; null if it waits. */
  QueueAnswer outcome() {
    return answer == null ? null : QueueAnswer.of(answer);
  }

  Message answer() {
    return answer;
  }
}
