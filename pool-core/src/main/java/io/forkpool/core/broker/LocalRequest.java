package io.forkpool.core.broker;

/** A request of the broker's own process: the waiting thread is told directly. */
final class LocalRequest extends PendingAnswer implements Request {
  private final Broker broker;
  private final long resource;
  private final Message message;
  private boolean answered;

  /**
   * Makes a request.
   *
   * @param answered whether it expects no answer
   */
  LocalRequest(Broker broker, long resource, Message message, boolean answered) {
    super(broker.loop());
    this.broker = broker;
    this.resource = resource;
    this.message = message;
    this.answered = answered;
  }

  @Override
  public Session session() {
    return broker.localSession();
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public void answer(Message answer) {
    if (answered) {
      throw new IllegalStateException("answered twice: " + message + ", now " + answer);
    }
    answered = true;
    complete(answer);
  }

  @Override
  public boolean answered() {
    return answered;
  }

  @Override
  void cancel() {
    broker.cancel(resource, this);
  }
}
