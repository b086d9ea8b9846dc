package io.forkpool.core.process;

import io.forkpool.ChildProcess;
import io.forkpool.spi.ThisProcess;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The children of one process, this one. A copy of it has none. Thread-safe. */
final class Children {
  private static final AtomicReference<Children> OF_THIS_PROCESS = new AtomicReference<>();

  private final long owner = ThisProcess.pid();
  private final Set<StartableProcess> alive = ConcurrentHashMap.newKeySet();
  private final AtomicInteger made = new AtomicInteger();
  private final Keeper keeper;
  private final DaemonsEnd daemonsEnd = new DaemonsEnd(alive);

  Children(Keeper keeper) {
    this.keeper = keeper;
  }

  /**
   * Two threads that are the first get the same. Without a lock: this process may be copied while
   * one of its threads is here, and the copy must not wait for that.
   */
  static Children ofThisProcess() {
    while (true) {
      Children known = OF_THIS_PROCESS.get();
      if (known != null && known.isOwn()) {
        return known;
      }
      OF_THIS_PROCESS.compareAndSet(known, new Children(new Keeper(Children::thread)));
    }
  }

  private static Thread thread(Runnable keeper) {
    return new Thread(null, keeper, "forkpool-children", 256 * 1024);
  }

  /** Whether these are this process's, and not those of one that it was copied from. */
  boolean isOwn() {
    return owner == ThisProcess.pid();
  }

  /** Numbers a child, from 1. */
  int number() {
    return made.incrementAndGet();
  }

  void started(StartableProcess child) {
    alive.add(child);
    if (child.daemon()) {
      daemonsEnd.register();
    } else {
      keeper.keep();
    }
  }

  void ended(StartableProcess child) {
    alive.remove(child);
    if (!child.daemon()) {
      keeper.release();
    }
  }

  List<ChildProcess> alive() {
    return List.copyOf(alive);
  }
}
