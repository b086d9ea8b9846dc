package io.forkpool.core.pipe;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Request;

/** A request whose answer can be looked at. */
final class FakeRequest implements Request {
  private static final byte[] NONE = new byte[0];

  private final FakeSession session;
  private final Message message;
  private final boolean told;
  private Message answer;

  private FakeRequest(FakeSession session, Message message, boolean told) {
    this.session = session;
    this.message = message;
    this.told = told;
  }

  static FakeRequest ask(FakeSession session, PipeRequest kind, long first, long second) {
    return ask(session, kind, first, second, NONE);
  }

  static FakeRequest ask(
      FakeSession session, PipeRequest kind, long first, long second, byte[] body) {
    return new FakeRequest(session, new Message(kind.code(), first, second, body), false);
  }

  static FakeRequest tell(FakeSession session, PipeRequest kind, long first, long second) {
    return new FakeRequest(session, Message.of(kind.code(), first, second), true);
  }

  @Override
  public FakeSession session() {
    return session;
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public void answer(Message given) {
    if (answered()) {
      throw new IllegalStateException("answered twice: " + this + ", now " + given);
    }
    answer = given;
  }

  @Override
  public boolean answered() {
    return told || answer != null;
  }

  Message answer() {
    return answer;
  }

  PipeAnswer kindOfAnswer() {
    return answer == null ? null : PipeAnswer.of(answer);
  }

  PipeRequest kind() {
    return PipeRequest.of(message.code());
  }

  @Override
  public String toString() {
    return kind() + " " + message.first() + " " + message.second() + " of " + session;
  }
}
