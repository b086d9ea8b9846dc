package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Serializer;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The JDK's collections that travel as their elements. Those not named here (bounded queues,
 * checked collections, Properties) hold more than that and go by Java serialization, which asks
 * that their elements be Serializable.
 */
final class JdkCollections {
  private JdkCollections() {}

  /** The serializer for the class of that name, or null. */
  static Serializer<?> find(String name) {
    CollectionKind collection = collection(name);
    if (collection != null) {
      return new CollectionSerializer(collection);
    }
    MapKind map = map(name);
    if (map != null) {
      return new MapSerializer(map);
    }
    return switch (name) {
      case "java.util.KeyValueHolder" -> new EntrySerializer(EntrySerializer.Kind.PAIR);
      case "java.util.AbstractMap$SimpleImmutableEntry" ->
          new EntrySerializer(EntrySerializer.Kind.IMMUTABLE);
      case "java.util.AbstractMap$SimpleEntry" -> new EntrySerializer(EntrySerializer.Kind.MUTABLE);
      default -> null;
    };
  }

  /**
   * For views, such as sub-lists and key sets, that are not Serializable: the nearest collection of
   * their own.
   */
  static Serializer<?> view(Class<?> type) {
    if (Map.class.isAssignableFrom(type)) {
      return new MapSerializer(
          SortedMap.class.isAssignableFrom(type) ? MapKind.TREE : MapKind.LINKED);
    }
    if (SortedSet.class.isAssignableFrom(type)) {
      return new CollectionSerializer(CollectionKind.TREE_SET);
    }
    return new CollectionSerializer(
        Set.class.isAssignableFrom(type) ? CollectionKind.LINKED_SET : CollectionKind.ARRAY_LIST);
  }

  private static CollectionKind collection(String name) {
    return switch (name) {
      case "java.util.ArrayList" -> CollectionKind.ARRAY_LIST;
      case "java.util.ArrayList$SubList", "java.util.ImmutableCollections$SubList" ->
          CollectionKind.ARRAY_LIST;
      case "java.util.LinkedList" -> CollectionKind.LINKED_LIST;
      case "java.util.ArrayDeque" -> CollectionKind.ARRAY_DEQUE;
      case "java.util.HashSet" -> CollectionKind.HASH_SET;
      case "java.util.LinkedHashSet" -> CollectionKind.LINKED_SET;
      case "java.util.TreeSet" -> CollectionKind.TREE_SET;
      case "java.util.PriorityQueue" -> CollectionKind.PRIORITY_QUEUE;
      case "java.util.Arrays$ArrayList" -> CollectionKind.ARRAY_AS_LIST;
      case "java.util.ImmutableCollections$List12", "java.util.ImmutableCollections$ListN" ->
          CollectionKind.LIST_OF;
      case "java.util.ImmutableCollections$Set12", "java.util.ImmutableCollections$SetN" ->
          CollectionKind.SET_OF;
      case "java.util.Collections$EmptyList" -> CollectionKind.EMPTY_LIST;
      case "java.util.Collections$EmptySet" -> CollectionKind.EMPTY_SET;
      case "java.util.Collections$SingletonList" -> CollectionKind.SINGLETON_LIST;
      case "java.util.Collections$SingletonSet" -> CollectionKind.SINGLETON_SET;
      default -> concurrentOrWrapped(name);
    };
  }

  private static CollectionKind concurrentOrWrapped(String name) {
    return switch (name) {
      case "java.util.concurrent.CopyOnWriteArrayList" -> CollectionKind.COPY_ON_WRITE_LIST;
      case "java.util.concurrent.CopyOnWriteArraySet" -> CollectionKind.COPY_ON_WRITE_SET;
      case "java.util.concurrent.ConcurrentLinkedQueue" -> CollectionKind.CONCURRENT_QUEUE;
      case "java.util.concurrent.ConcurrentLinkedDeque" -> CollectionKind.CONCURRENT_DEQUE;
      case "java.util.concurrent.ConcurrentSkipListSet" -> CollectionKind.SKIP_LIST_SET;
      case "java.util.concurrent.ConcurrentHashMap$KeySetView" -> CollectionKind.CONCURRENT_SET;
      case "java.util.Collections$UnmodifiableCollection" -> CollectionKind.FIXED_COLLECTION;
      case "java.util.Collections$UnmodifiableRandomAccessList" -> CollectionKind.FIXED_LIST;
      case "java.util.Collections$UnmodifiableList" -> CollectionKind.FIXED_LINKED_LIST;
      case "java.util.Collections$UnmodifiableSet" -> CollectionKind.FIXED_SET;
      case "java.util.Collections$UnmodifiableSortedSet" -> CollectionKind.FIXED_SORTED_SET;
      case "java.util.Collections$UnmodifiableNavigableSet" -> CollectionKind.FIXED_NAVIGABLE_SET;
      case "java.util.Collections$SynchronizedCollection" -> CollectionKind.LOCKED_COLLECTION;
      case "java.util.Collections$SynchronizedRandomAccessList" -> CollectionKind.LOCKED_LIST;
      case "java.util.Collections$SynchronizedList" -> CollectionKind.LOCKED_LINKED_LIST;
      case "java.util.Collections$SynchronizedSet" -> CollectionKind.LOCKED_SET;
      case "java.util.Collections$SynchronizedSortedSet" -> CollectionKind.LOCKED_SORTED_SET;
      case "java.util.Collections$SynchronizedNavigableSet" -> CollectionKind.LOCKED_NAVIGABLE_SET;
      default -> null;
    };
  }

  private static MapKind map(String name) {
    return switch (name) {
      case "java.util.HashMap" -> MapKind.HASH;
      case "java.util.LinkedHashMap" -> MapKind.LINKED;
      case "java.util.TreeMap",
          "java.util.TreeMap$AscendingSubMap",
          "java.util.TreeMap$DescendingSubMap" ->
          MapKind.TREE;
      case "java.util.Hashtable" -> MapKind.HASHTABLE;
      case "java.util.IdentityHashMap" -> MapKind.IDENTITY;
      case "java.util.WeakHashMap" -> MapKind.WEAK;
      case "java.util.concurrent.ConcurrentHashMap" -> MapKind.CONCURRENT;
      case "java.util.concurrent.ConcurrentSkipListMap" -> MapKind.SKIP_LIST;
      case "java.util.ImmutableCollections$Map1", "java.util.ImmutableCollections$MapN" ->
          MapKind.MAP_OF;
      case "java.util.Collections$EmptyMap" -> MapKind.EMPTY;
      case "java.util.Collections$SingletonMap" -> MapKind.SINGLETON;
      case "java.util.Collections$UnmodifiableMap" -> MapKind.FIXED;
      case "java.util.Collections$UnmodifiableSortedMap" -> MapKind.FIXED_SORTED;
      case "java.util.Collections$UnmodifiableNavigableMap" -> MapKind.FIXED_NAVIGABLE;
      case "java.util.Collections$SynchronizedMap" -> MapKind.LOCKED;
      case "java.util.Collections$SynchronizedSortedMap" -> MapKind.LOCKED_SORTED;
      case "java.util.Collections$SynchronizedNavigableMap" -> MapKind.LOCKED_NAVIGABLE;
      default -> null;
    };
  }
}
