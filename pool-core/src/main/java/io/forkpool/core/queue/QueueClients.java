package io.forkpool.core.queue;

import io.forkpool.core.broker.Port;
import io.forkpool.core.broker.Ports;
import io.forkpool.core.broker.ResourceAddress;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds this process's one {@link QueueClient} of a queue, whichever handle is used: items that
 * were sent ahead belong to the process. Each lives as long as a handle that has used it. A fork
 * has its own connections, and so finds none of its parent's.
 *
 * <p>Thread-safe, without locks: a thread of the parent might have held one at the fork.
 */
final class QueueClients {
  private static final AtomicReference<Map<QueueKey, WeakReference<QueueClient>>> ALL =
      new AtomicReference<>(Map.of());

  private QueueClients() {}

  /**
   * Finds it.
   *
   * @param last what the handle has used last, maybe null
   * @throws io.forkpool.OwnerLostException if the queue's process has ended
   */
  static QueueClient of(ResourceAddress address, QueueClient last) {
    Port port = Ports.to(address);
    return last != null && last.uses(port) ? last : find(address, port);
  }

  private static QueueClient find(ResourceAddress address, Port port) {
    QueueKey key = QueueKey.of(address);
    while (true) {
      Map<QueueKey, WeakReference<QueueClient>> all = ALL.get();
      WeakReference<QueueClient> known = all.get(key);
      QueueClient client = known == null ? null : known.get();
      if (client != null && client.uses(port)) {
        return client;
      }
      QueueClient fresh = new QueueClient(port, address);
      Map<QueueKey, WeakReference<QueueClient>> changed = new HashMap<>(all);
      changed.values().removeIf(each -> each.get() == null);
      changed.put(key, new WeakReference<>(fresh));
      if (ALL.compareAndSet(all, changed)) {
        return fresh;
      }
    }
  }
}
