package io.forkpool.core;

import io.forkpool.core.child.Pair;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/**
 * Entries as pairs, which travel better; a collection where they come from one, so its size is
 * known.
 */
final class Pairs {
  private Pairs() {}

  static Iterable<Pair> of(Iterable<? extends Map.Entry<?, ?>> entries) {
    return entries instanceof Collection<? extends Map.Entry<?, ?>> all
        ? new AbstractCollection<>() {
          @Override
          public Iterator<Pair> iterator() {
            return pairs(all.iterator());
          }

          @Override
          public int size() {
            return all.size();
          }
        }
        : () -> pairs(entries.iterator());
  }

  private static Iterator<Pair> pairs(Iterator<? extends Map.Entry<?, ?>> entries) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Pair next() {
        Map.Entry<?, ?> entry = entries.next();
        return new Pair(entry.getKey(), entry.getValue());
      }
    };
  }
}
