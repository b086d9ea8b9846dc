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

  /** The pool is closed: no more is pulled from what may be endless. */
  void cutOff() {
    open().forEach(StreamFeed::cutOff);
  }

  /** Takes what is known to be finite in to its end. */
  void publishRest() {
    open().forEach(StreamFeed::publishRest);
  }

  private List<StreamFeed<?>> open() {
    synchronized (feeds) {
      return new ArrayList<>(feeds);
    }
  }
}
