package io.forkpool.core.broker;

import io.forkpool.spi.ThisProcess;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Finds this process's way to a resource's broker. Thread-safe. */
public final class Ports {
  private static final AtomicReference<Ports> CURRENT = new AtomicReference<>(new Ports(0));

  private final long pid;

  /** Open connections by the address of the broker's socket, which no other broker ever has. */
  private final Map<String, RemotePort> open = new ConcurrentHashMap<>();

  private Ports(long pid) {
    this.pid = pid;
  }

  /**
   * Finds the way, and connects if this process has no connection to that broker yet.
   *
   * @param address where a resource is
   * @return the port; not to be kept by what may be captured by a fork
   * @throws io.forkpool.OwnerLostException if the broker's process has ended
   */
  public static Port to(ResourceAddress address) {
    Broker own = Broker.existing();
    if (own != null && own.keeps(address)) {
      return own.localSession();
    }
    return ofThisProcess().remote(address);
  }

  /** No lock: a thread of the parent may have held it when this process was forked. */
  private static Ports ofThisProcess() {
    long pid = ThisProcess.pid();
    Ports current = CURRENT.get();
    while (current.pid != pid) {
      CURRENT.compareAndSet(current, new Ports(pid));
      current = CURRENT.get();
    }
    return current;
  }

  private RemotePort remote(ResourceAddress address) {
    String key = address.broker().address();
    RemotePort port = open.get(key);
    return port != null ? port : open.computeIfAbsent(key, unknown -> connect(address));
  }

  private RemotePort connect(ResourceAddress address) {
    String key = address.broker().address();
    return RemotePort.connect(
        address.broker(), address.owner(), EventLoop.ofThisProcess(), () -> open.remove(key));
  }
}
