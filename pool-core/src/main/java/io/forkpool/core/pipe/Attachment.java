package io.forkpool.core.pipe;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;
import io.forkpool.spi.ThisProcess;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a connection has by having the end open in this process. A fork gets another one, since the
 * copy's way to the broker is its parent's. Thread-safe.
 */
final class Attachment {
  private final Port port;
  private final AtomicReference<SendWindow> window = new AtomicReference<>();

  Attachment(Port port) {
    this.port = port;
  }

  Port port() {
    return port;
  }

  /** Whether the pipe is this process's, so that asking costs nothing. */
  boolean isLocal() {
    return port.owner() == ThisProcess.pid();
  }

  /**
   * What may be sent without an answer. Not for the pipe's own process.
   *
   * @param watchPeer asks for word of the other end
   */
  SendWindow window(long resource, Message watchPeer) {
    SendWindow current = window.get();
    if (current == null) {
      current = new SendWindow(Readiness.watch(port, resource, watchPeer));
      if (!window.compareAndSet(null, current)) {
        current.close();
        current = window.get();
      }
    }
    return current;
  }
}
