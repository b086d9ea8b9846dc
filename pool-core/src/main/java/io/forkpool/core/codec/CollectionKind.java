package io.forkpool.core.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;

/**
 * How to make a collection again. FIXED ones are unmodifiable views of another kind, LOCKED ones
 * synchronized views.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
enum CollectionKind {
  ARRAY_LIST,
  LINKED_LIST,
  ARRAY_DEQUE,
  HASH_SET,
  LINKED_SET,
  TREE_SET,
  PRIORITY_QUEUE,
  COPY_ON_WRITE_LIST,
  COPY_ON_WRITE_SET,
  CONCURRENT_QUEUE,
  CONCURRENT_DEQUE,
  CONCURRENT_SET,
  SKIP_LIST_SET,
  ARRAY_AS_LIST,
  LIST_OF,
  SET_OF,
  EMPTY_LIST,
  EMPTY_SET,
  SINGLETON_LIST,
  SINGLETON_SET,
  FIXED_COLLECTION(ARRAY_LIST),
  FIXED_LIST(ARRAY_LIST),
  FIXED_LINKED_LIST(LINKED_LIST),
  FIXED_SET(LINKED_SET),
  FIXED_SORTED_SET(TREE_SET),
  FIXED_NAVIGABLE_SET(TREE_SET),
  LOCKED_COLLECTION(ARRAY_LIST),
  LOCKED_LIST(ARRAY_LIST),
  LOCKED_LINKED_LIST(LINKED_LIST),
  LOCKED_SET(LINKED_SET),
  LOCKED_SORTED_SET(TREE_SET),
  LOCKED_NAVIGABLE_SET(TREE_SET);

  private static final int MOST_AT_ONCE = 1 << 16;

  private final CollectionKind inner;

  CollectionKind() {
    this(null);
  }

  CollectionKind(CollectionKind inner) {
    this.inner = inner;
  }

  boolean hasComparator() {
    return this == TREE_SET || this == SKIP_LIST_SET || this == PRIORITY_QUEUE || inner == TREE_SET;
  }

  Comparator comparatorOf(Collection collection) {
    return collection instanceof PriorityQueue queue
        ? queue.comparator()
        : ((SortedSet) collection).comparator();
  }

  /** An empty collection to be filled, or null if this kind is made of all its elements at once. */
  Collection begin(Comparator comparator, int count) {
    int size = Math.min(count, MOST_AT_ONCE);
    return switch (inner == null ? this : inner) {
      case ARRAY_LIST -> new ArrayList<>(size);
      case LINKED_LIST -> new LinkedList<>();
      case ARRAY_DEQUE -> new ArrayDeque<>(size);
      case HASH_SET -> new HashSet<>(size + size / 3 + 1);
      case LINKED_SET -> new LinkedHashSet<>(size + size / 3 + 1);
      case TREE_SET -> new TreeSet<>(comparator);
      case PRIORITY_QUEUE -> new PriorityQueue<>(comparator);
      case COPY_ON_WRITE_LIST -> new CopyOnWriteArrayList<>();
      case COPY_ON_WRITE_SET -> new CopyOnWriteArraySet<>();
      case CONCURRENT_QUEUE -> new ConcurrentLinkedQueue<>();
      case CONCURRENT_DEQUE -> new ConcurrentLinkedDeque<>();
      case CONCURRENT_SET -> ConcurrentHashMap.newKeySet();
      case SKIP_LIST_SET -> new ConcurrentSkipListSet<>(comparator);
      default -> null;
    };
  }

  /** What the user sees of the collection that {@link #begin} made. */
  Collection view(Collection made) {
    return switch (this) {
      case FIXED_COLLECTION -> Collections.unmodifiableCollection(made);
      case FIXED_LIST, FIXED_LINKED_LIST -> Collections.unmodifiableList((List) made);
      case FIXED_SET -> Collections.unmodifiableSet((Set) made);
      case FIXED_SORTED_SET -> Collections.unmodifiableSortedSet((SortedSet) made);
      case FIXED_NAVIGABLE_SET -> Collections.unmodifiableNavigableSet((NavigableSet) made);
      case LOCKED_COLLECTION -> Collections.synchronizedCollection(made);
      case LOCKED_LIST, LOCKED_LINKED_LIST -> Collections.synchronizedList((List) made);
      case LOCKED_SET -> Collections.synchronizedSet((Set) made);
      case LOCKED_SORTED_SET -> Collections.synchronizedSortedSet((SortedSet) made);
      case LOCKED_NAVIGABLE_SET -> Collections.synchronizedNavigableSet((NavigableSet) made);
      default -> made;
    };
  }

  /** Makes a collection for which {@link #begin} gave null. */
  Collection of(Object[] elements) {
    return switch (this) {
      case ARRAY_AS_LIST -> Arrays.asList(elements);
      case LIST_OF -> listOf(elements);
      case SET_OF -> Set.of(elements);
      case EMPTY_LIST -> Collections.emptyList();
      case EMPTY_SET -> Collections.emptySet();
      case SINGLETON_LIST -> Collections.singletonList(elements[0]);
      case SINGLETON_SET -> Collections.singleton(elements[0]);
      default -> throw new IllegalStateException(name());
    };
  }

  /** {@code Stream.toList()} makes lists of the same class as List.of, but with nulls. */
  private static List listOf(Object[] elements) {
    for (Object element : elements) {
      if (element == null) {
        return Stream.of(elements).toList();
      }
    }
    return List.of(elements);
  }
}
