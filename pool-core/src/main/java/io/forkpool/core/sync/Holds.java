package io.forkpool.core.sync;

import io.forkpool.core.broker.Port;
import java.util.ArrayList;
import java.util.List;

/**
 * The locks that the current thread holds. Exact, since only the thread itself takes locks and
 * gives them back; so a mistake is noticed without asking anybody, and taking a lock again costs
 * nothing.
 *
 * <p>A hold is by way of a port: a forked process has ports of its own, so what its thread held in
 * the parent is not held here.
 */
final class Holds {
  /** One lock of one thread. */
  static final class Hold {
    private final Port port;
    private final long resource;
    private int count = 1;

    private Hold(Port port, long resource) {
      this.port = port;
      this.resource = resource;
    }

    int count() {
      return count;
    }

    void again() {
      count = Math.incrementExact(count);
    }

    /** Takes one hold back, and tells whether it was the last. */
    boolean less() {
      count--;
      return count == 0;
    }
  }

  private static final ThreadLocal<List<Hold>> OF_THREAD = ThreadLocal.withInitial(ArrayList::new);

  private Holds() {}

  /** Finds what the thread holds; null if it does not hold the lock. */
  static Hold of(Port port, long resource) {
    List<Hold> all = OF_THREAD.get();
    for (int i = 0; i < all.size(); i++) {
      Hold hold = all.get(i);
      if (hold.resource == resource && hold.port == port) {
        return hold;
      }
    }
    return null;
  }

  static void add(Port port, long resource) {
    OF_THREAD.get().add(new Hold(port, resource));
  }

  static void remove(Hold hold) {
    OF_THREAD.get().remove(hold);
  }
}
