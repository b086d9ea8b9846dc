package io.forkpool.core.sync;

import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.Broker;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;
import io.forkpool.core.broker.Ports;
import io.forkpool.core.broker.Resource;
import io.forkpool.core.broker.ResourceAddress;
import java.io.Serializable;

/**
 * One of this package's resources, seen from any process. Keeps no port: the same object may be
 * captured by a fork, and has to find its own way from there.
 */
record Shared(ResourceAddress address) implements Serializable {

  /** Puts a new resource into this process's broker. */
  static Shared by(Resource resource) {
    return new Shared(Broker.ofThisProcess().add(resource));
  }

  Port port() {
    return Ports.to(address);
  }

  Answer ask(Message message) {
    return ask(port(), message);
  }

  Answer ask(Port port, Message message) {
    return port.ask(address.resource(), message);
  }

  /** Asks what is answered at once. */
  Message tell(Message message) {
    return ask(message).awaitUninterruptibly();
  }

  /** Asks, and waits for some time; an interrupt before it counts, as with locks of the JDK. */
  Message await(Port port, Message message, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return ask(port, message).await(Math.max(nanos, 0));
  }

  Message await(Message message, long nanos) throws InterruptedException {
    return await(port(), message, nanos);
  }

  /** For {@code toString}: whose it is. */
  String describe(String kind) {
    return kind + " " + address.resource() + " of process " + address.owner();
  }
}
