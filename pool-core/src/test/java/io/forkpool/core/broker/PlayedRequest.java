package io.forkpool.core.broker;

/**
 * A request of a process that a test plays, whose answer can be looked at.
 *
 * @param <S> what plays the process
 */
public abstract class PlayedRequest<S extends Session> implements Request {
  private final S session;
  private final Message message;
  private final boolean told;
  private Message answer;

  /**
   * Makes a request.
   *
   * @param told whether it expects no answer
   */
  protected PlayedRequest(S session, Message message, boolean told) {
    this.session = session;
    this.message = message;
    this.told = told;
  }

  @Override
  public final S session() {
    return session;
  }

  @Override
  public final Message message() {
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
  public final boolean answered() {
    return told || answer != null;
  }

  /** Whether it expects no answer. */
  public final boolean isTold() {
    return told;
  }

  /** What it was answered; null if it waits. */
  public final Message given() {
    return answer;
  }

  @Override
  public String toString() {
    return message + " of " + session;
  }
}
