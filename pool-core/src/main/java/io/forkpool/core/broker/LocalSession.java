package io.forkpool.core.broker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The broker's own process as one of its users. Its requests are direct calls; its listeners are
 * called by the loop's thread, as those of other processes are.
 */
final class LocalSession implements Session, Port {
  private final Broker broker;
  private final EventLoop loop;
  private final Map<Long, Consumer<Message>> listeners = new ConcurrentHashMap<>();

  LocalSession(Broker broker, EventLoop loop) {
    this.broker = broker;
    this.loop = loop;
  }

  @Override
  public long pid() {
    return broker.pid();
  }

  @Override
  public long owner() {
    return broker.pid();
  }

  @Override
  public void event(long resource, Message message) {
    Consumer<Message> listener = listeners.get(resource);
    if (listener != null) {
      loop.execute(() -> listener.accept(message));
    }
  }

  @Override
  public Answer ask(long resource, Message message) {
    LocalRequest request = new LocalRequest(broker, resource, message, false);
    broker.handle(resource, request);
    return request;
  }

  @Override
  public void tell(long resource, Message message) {
    broker.handle(resource, new LocalRequest(broker, resource, message, true));
  }

  @Override
  public boolean tellThrough(long resource, Message message) {
    tell(resource, message);
    return true;
  }

  @Override
  public void listen(long resource, Consumer<Message> listener) {
    listeners.put(resource, listener);
  }

  @Override
  public void forget(long resource) {
    listeners.remove(resource);
  }
}
