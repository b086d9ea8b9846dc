package io.forkpool.core.pipe;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.PlayedRequest;

/** A request whose answer can be looked at. */
final class FakeRequest extends PlayedRequest<FakeSession> {
  private static final byte[] NONE = new byte[0];

  private FakeRequest(FakeSession session, Message message, boolean told) {
    super(session, message, told);
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

  static FakeRequest tell(FakeSession session, PipeRequest kind, long first, byte[] body) {
    return new FakeRequest(session, new Message(kind.code(), first, 0, body), true);
  }

  Message answer() {
    return given();
  }

  PipeAnswer kindOfAnswer() {
    return given() == null ? null : PipeAnswer.of(given());
  }

  PipeRequest kind() {
    return PipeRequest.of(message().code());
  }

  @Override
  public String toString() {
    return kind() + " " + message().first() + " " + message().second() + " of " + session();
  }
}
