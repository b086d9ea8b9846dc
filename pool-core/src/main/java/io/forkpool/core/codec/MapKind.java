package io.forkpool.core.codec;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * How to make a map again. FIXED ones are unmodifiable views of another kind, LOCKED ones
 * synchronized views.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
enum MapKind {
  HASH,
  LINKED,
  TREE,
  HASHTABLE,
  IDENTITY,
  WEAK,
  CONCURRENT,
  SKIP_LIST,
  MAP_OF,
  EMPTY,
  SINGLETON,
  FIXED(LINKED),
  FIXED_SORTED(TREE),
  FIXED_NAVIGABLE(TREE),
  LOCKED(LINKED),
  LOCKED_SORTED(TREE),
  LOCKED_NAVIGABLE(TREE);

  private static final int MOST_AT_ONCE = 1 << 16;

  private final MapKind inner;

  MapKind() {
    this(null);
  }

  MapKind(MapKind inner) {
    this.inner = inner;
  }

  boolean hasComparator() {
    return this == TREE || this == SKIP_LIST || inner == TREE;
  }

  /** An empty map to be filled, or null if this kind is made of all its entries at once. */
  Map begin(Comparator comparator, int count) {
    int size = Math.min(count, MOST_AT_ONCE);
    return switch (inner == null ? this : inner) {
      case HASH -> new HashMap<>(size + size / 3 + 1);
      case LINKED -> new LinkedHashMap<>(size + size / 3 + 1);
      case TREE -> new TreeMap<>(comparator);
      case HASHTABLE -> new Hashtable<>();
      case IDENTITY -> new IdentityHashMap<>(size);
      case WEAK -> new WeakHashMap<>();
      case CONCURRENT -> new ConcurrentHashMap<>(size);
      case SKIP_LIST -> new ConcurrentSkipListMap<>(comparator);
      default -> null;
    };
  }

  /** What the user sees of the map that {@link #begin} made. */
  Map view(Map made) {
    return switch (this) {
      case FIXED -> Collections.unmodifiableMap(made);
      case FIXED_SORTED -> Collections.unmodifiableSortedMap((SortedMap) made);
      case FIXED_NAVIGABLE -> Collections.unmodifiableNavigableMap((NavigableMap) made);
      case LOCKED -> Collections.synchronizedMap(made);
      case LOCKED_SORTED -> Collections.synchronizedSortedMap((SortedMap) made);
      case LOCKED_NAVIGABLE -> Collections.synchronizedNavigableMap((NavigableMap) made);
      default -> made;
    };
  }

  /** Makes a map for which {@link #begin} gave null, from what was read into {@code entries}. */
  Map of(Map<?, ?> entries) {
    return switch (this) {
      case MAP_OF -> Map.copyOf(entries);
      case EMPTY -> Collections.emptyMap();
      case SINGLETON -> {
        Map.Entry<?, ?> only = entries.entrySet().iterator().next();
        yield Collections.singletonMap(only.getKey(), only.getValue());
      }
      default -> throw new IllegalStateException(name());
    };
  }
}
