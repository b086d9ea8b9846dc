package io.forkpool.core.pipe;

import io.forkpool.OwnerLostException;
import io.forkpool.Pipe;
import io.forkpool.core.broker.Broker;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Ports;
import io.forkpool.core.broker.ResourceAddress;
import io.forkpool.spi.PipeProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Makes pipes that this process's broker keeps. */
public final class DefaultPipeProvider implements PipeProvider {
  /** How long a ticket lasts that nobody looks after. */
  private static final long TICKET_SECONDS = 60;

  /** Public because {@link java.util.ServiceLoader} calls it. */
  public DefaultPipeProvider() {}

  @Override
  public Pipe newPipe(boolean twoWay) {
    AtomicReference<ResourceAddress> address = new AtomicReference<>();
    Broker broker = Broker.ofThisProcess();
    PipeResource resource =
        new PipeResource(
            ticket -> lapseLater(address.get(), ticket),
            () -> broker.remove(address.get().resource()));
    ResourceAddress pipe = broker.add(resource);
    address.set(pipe);
    resource.belongsTo(pipe.resource());
    return new DefaultPipe(
        PipeConnection.created(pipe, 0, Direction.of(0, twoWay)),
        PipeConnection.created(pipe, 1, Direction.of(1, twoWay)));
  }

  private static void lapseLater(ResourceAddress pipe, long ticket) {
    Executor later = CompletableFuture.delayedExecutor(TICKET_SECONDS, TimeUnit.SECONDS);
    later.execute(() -> lapse(pipe, ticket));
  }

  private static void lapse(ResourceAddress pipe, long ticket) {
    try {
      Ports.to(pipe).tell(pipe.resource(), Message.of(PipeRequest.LAPSE.code(), ticket, 0));
    } catch (OwnerLostException e) {
      // The pipe is gone, and its tickets with it.
    }
  }
}
