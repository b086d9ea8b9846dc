package io.forkpool.core.process;

import io.forkpool.ChildProcess;
import io.forkpool.spi.ThisProcess;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The children of one process, this one. A copy of it has none. Thread-safe. */
final class Children {
  private static volatile Children ofThisProcess;

  private final long owner = ThisProcess.pid();
  private final Set<StartableProcess> alive = ConcurrentHashMap.newKeySet();
  private final AtomicInteger made = new AtomicInteger();
  private final Keeper keeper = new Keeper();
  private final DaemonsEnd daemonsEnd = new DaemonsEnd(alive);

  private Children() {}

  /** Two threads that are the first must get the same. */
  static Children ofThisProcess() {
    Children known = ofThisProcess;
    return known != null && known.isOwn() ? known : make();
  }

  /** No lock of the class is held while anything else is done, so that no copy finds it locked. */
  private static synchronized Children make() {
    Children known = ofThisProcess;
    if (known == null || !known.isOwn()) {
      known = new Children();
      ofThisProcess = known;
    }
    return known;
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
