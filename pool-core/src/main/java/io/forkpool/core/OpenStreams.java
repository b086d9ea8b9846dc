package io.forkpool.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** The streams of a pool that somebody may still consume. Thread-safe. */
final class OpenStreams {
  private final Set<StreamFeed<?>> feeds =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  void add(StreamFeed<?> feed) {
    feeds.add(feed);
  }

  void remove(StreamFeed<?> feed) {
    feeds.remove(feed);
  }

  /** The pool is closed: what is known to be finite is taken in to its end, the rest no further. */
  void publishRest() {
    List<StreamFeed<?>> open;
    synchronized (feeds) {
      open = new ArrayList<>(feeds);
    }
    open.forEach(StreamFeed::publishRest);
  }
}
