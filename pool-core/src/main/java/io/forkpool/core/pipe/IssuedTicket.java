package io.forkpool.core.pipe;

import io.forkpool.OwnerLostException;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;

/**
 * A ticket of this process: see {@link PipeResource}.
 *
 * @param port the way to the pipe's broker
 * @param resource the pipe
 * @param number the ticket
 */
record IssuedTicket(Port port, long resource, long number) {

  void bind(long pid) {
    tell(PipeRequest.BIND, pid);
  }

  void drop() {
    tell(PipeRequest.DROP, 0);
  }

  private void tell(PipeRequest kind, long second) {
    try {
      port.tell(resource, Message.of(kind.code(), number, second));
    } catch (OwnerLostException e) {
      // The pipe is gone, and its tickets with it.
    }
  }
}
