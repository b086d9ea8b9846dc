package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CollectionsTest {
  private static final List<Integer> THREE = List.of(3, 1, 2);

  /** Not Serializable on purpose: collections must not ask that of their elements. */
  record Item(String name, int size) {}

  static Stream<Collection<?>> collections() {
    Item item = new Item("a", 1);
    return Stream.of(
        new ArrayList<>(THREE),
        new ArrayList<>(),
        new ArrayList<>(Arrays.asList(1, null, "x")),
        new ArrayList<>(Arrays.asList(null, null)),
        new ArrayList<>(Arrays.asList("x", null)),
        new ArrayList<>(Arrays.asList(1, null)),
        new LinkedList<>(List.of(item, item)),
        new Vector<>(THREE),
        new HashSet<>(List.of(item, "b")),
        new LinkedHashSet<>(THREE),
        new TreeSet<>(THREE),
        new CopyOnWriteArrayList<>(List.of(item)),
        new CopyOnWriteArraySet<>(THREE),
        new ConcurrentSkipListSet<>(THREE),
        List.of(),
        List.of(item),
        List.of(1, 2),
        List.of(1, 2, 3),
        List.of(1.5, 2L, "x", item),
        IntStream.range(0, 1000).boxed().toList(),
        Stream.of(item, null).toList(),
        List.copyOf(new ArrayList<>(THREE)),
        Set.of(),
        Set.of(item),
        Set.of(1, 2),
        Set.of(1, 2, 3),
        Arrays.asList(1, null),
        Arrays.asList(item),
        Collections.emptyList(),
        Collections.emptySet(),
        Collections.singletonList(item),
        Collections.singleton(null),
        Collections.nCopies(5, "x"),
        Collections.unmodifiableList(new ArrayList<>(List.of(item))),
        Collections.unmodifiableList(new LinkedList<>(THREE)),
        Collections.unmodifiableSet(new HashSet<>(List.of(item))),
        Collections.unmodifiableSortedSet(new TreeSet<>(THREE)),
        Collections.unmodifiableNavigableSet(new TreeSet<>(THREE)),
        Collections.synchronizedList(new ArrayList<>(List.of(item))),
        Collections.synchronizedList(new LinkedList<>(THREE)),
        Collections.synchronizedSet(new HashSet<>(THREE)),
        Collections.synchronizedSortedSet(new TreeSet<>(THREE)),
        Collections.synchronizedNavigableSet(new TreeSet<>(THREE)),
        Collections.checkedList(new ArrayList<>(THREE), Integer.class),
        Collections.newSetFromMap(new HashMap<>()),
        Collections.emptyNavigableSet(),
        ConcurrentHashMap.newKeySet(),
        keySet(),
        EnumSet.noneOf(TimeUnit.class),
        EnumSet.allOf(TimeUnit.class),
        EnumSet.of(TimeUnit.DAYS, TimeUnit.SECONDS),
        stack());
  }

  private static Set<Object> keySet() {
    Set<Object> set = ConcurrentHashMap.newKeySet();
    set.add(new Item("k", 2));
    return set;
  }

  private static Stack<Integer> stack() {
    Stack<Integer> stack = new Stack<>();
    stack.push(1);
    return stack;
  }

  @ParameterizedTest
  @MethodSource("collections")
  void collectionEqualsItsCopyAndKeepsItsClass(Collection<?> value) {
    Collection<?> copy = RoundTrip.of(value);
    assertEquals(value, copy);
    assertEquals(value.getClass(), copy.getClass());
    if (value instanceof List || value instanceof SortedSet || value instanceof LinkedHashSet) {
      assertEquals(Arrays.toString(value.toArray()), Arrays.toString(copy.toArray()));
    }
  }

  static Stream<Collection<?>> queues() {
    return Stream.of(
        new ArrayDeque<>(THREE),
        new ConcurrentLinkedQueue<>(THREE),
        new ConcurrentLinkedDeque<>(THREE),
        new PriorityQueue<>(THREE),
        new PriorityQueue<>(Comparator.reverseOrder()),
        blocking(),
        new LinkedBlockingDeque<>(THREE),
        new PriorityBlockingQueue<>(THREE),
        Collections.unmodifiableCollection(new ArrayList<>(List.of(new Item("q", 1)))),
        Collections.synchronizedCollection(new ArrayList<>(List.of(new Item("q", 1)))),
        new HashMap<>(Map.of("a", 1)).values());
  }

  private static ArrayBlockingQueue<Integer> blocking() {
    ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(7);
    queue.add(1);
    return queue;
  }

  @ParameterizedTest
  @MethodSource("queues")
  void collectionWithoutEqualsKeepsItsElementsInOrder(Collection<?> value) {
    assertEquals(Arrays.asList(value.toArray()), Arrays.asList(RoundTrip.of(value).toArray()));
  }

  static Stream<Map<?, ?>> maps() {
    Item item = new Item("m", 3);
    Map<Integer, Item> entries = Map.of(2, item, 1, item);
    EnumMap<TimeUnit, Item> units = new EnumMap<>(TimeUnit.class);
    units.put(TimeUnit.DAYS, item);
    return Stream.of(
        new HashMap<>(entries),
        new HashMap<>(),
        new LinkedHashMap<>(entries),
        new TreeMap<>(entries),
        new Hashtable<>(entries),
        new ConcurrentHashMap<>(entries),
        new ConcurrentSkipListMap<>(entries),
        nullMap(),
        units,
        new EnumMap<>(TimeUnit.class),
        Map.of(),
        Map.of(1, item),
        entries,
        Collections.emptyMap(),
        Collections.singletonMap("k", null),
        Collections.unmodifiableMap(new HashMap<>(entries)),
        Collections.unmodifiableSortedMap(new TreeMap<>(entries)),
        Collections.unmodifiableNavigableMap(new TreeMap<>(entries)),
        Collections.synchronizedMap(new HashMap<>(entries)),
        Collections.synchronizedSortedMap(new TreeMap<>(entries)),
        Collections.synchronizedNavigableMap(new TreeMap<>(entries)),
        Collections.checkedMap(new HashMap<>(Map.of("a", 1)), String.class, Integer.class));
  }

  private static Map<Object, Object> nullMap() {
    Map<Object, Object> map = new HashMap<>();
    map.put(null, 1);
    map.put("v", null);
    return map;
  }

  @ParameterizedTest
  @MethodSource("maps")
  void mapEqualsItsCopyAndKeepsItsClass(Map<?, ?> value) {
    Map<?, ?> copy = RoundTrip.of(value);
    assertEquals(value, copy);
    assertEquals(value.getClass(), copy.getClass());
    if (value instanceof SortedMap || value instanceof LinkedHashMap) {
      assertEquals(value.toString(), copy.toString());
    }
  }

  @Test
  void emptyEnumMapKeepsItsKeyClass() {
    EnumMap<TimeUnit, String> copy = RoundTrip.of(new EnumMap<>(TimeUnit.class));
    copy.put(TimeUnit.DAYS, "x");
    assertEquals(1, copy.size());
  }

  @Test
  void comparatorsKeepTheOrder() {
    Comparator<Integer> backwards = (Comparator<Integer> & Serializable) (a, b) -> b - a;
    assertEquals(List.of(3, 2, 1), List.copyOf(RoundTrip.of(with(new TreeSet<>(backwards)))));
    assertEquals(
        List.of(3, 2, 1), List.copyOf(RoundTrip.of(with(new ConcurrentSkipListSet<>(backwards)))));
    assertEquals(3, RoundTrip.of(with(new PriorityQueue<>(backwards))).peek());
    TreeMap<Integer, String> map = new TreeMap<>(Comparator.reverseOrder());
    map.putAll(Map.of(1, "a", 2, "b"));
    TreeMap<Integer, String> copy = RoundTrip.of(map);
    assertEquals(2, copy.firstKey());
    copy.put(5, "c");
    assertEquals(5, copy.firstKey());
  }

  private static <C extends Collection<Integer>> C with(C collection) {
    collection.addAll(THREE);
    return collection;
  }

  @Test
  void comparatorMadeByTheJdkTravels() {
    Comparator<String> lengths =
        Comparator.comparing(
            (java.util.function.Function<String, Integer> & Serializable) String::length);
    TreeSet<String> value = new TreeSet<>(lengths);
    value.addAll(List.of("aaa", "b"));
    assertEquals("b", RoundTrip.of(value).first());
  }

  @Test
  void identityMapKeepsItsKeysApart() {
    Map<Object, Object> map = new IdentityHashMap<>();
    Item one = new Item("a", 1);
    map.put(one, 1);
    map.put(new Item("a", 1), 2);
    Object[] copy = RoundTrip.of(new Object[] {map, one});
    assertEquals(2, ((Map<?, ?>) copy[0]).size());
    assertEquals(1, ((Map<?, ?>) copy[0]).get(copy[1]));
  }

  @Test
  void viewsArriveAsCollectionsOfTheirOwn() {
    Item item = new Item("v", 1);
    List<Object> list = new ArrayList<>(List.of(1, item, 3));
    Map<String, Item> map = new TreeMap<>(Map.of("a", item, "b", item));
    assertEquals(List.of(item, 3), RoundTrip.of(list.subList(1, 3)));
    assertEquals(List.of(2, 3), RoundTrip.of(List.of(1, 2, 3, 4).subList(1, 3)));
    assertEquals(List.of(item), RoundTrip.of(new LinkedList<>(list).subList(1, 2)));
    assertEquals(Set.of("a", "b"), RoundTrip.of(map.keySet()));
    assertEquals(map.entrySet(), RoundTrip.of(map.entrySet()));
    assertEquals(Map.of("a", item), RoundTrip.of(new TreeMap<>(Map.of("a", item)).headMap("b")));
  }

  @Test
  void entriesTravel() {
    Item item = new Item("e", 1);
    for (Map.Entry<String, Item> entry :
        List.of(
            Map.entry("k", item),
            new java.util.AbstractMap.SimpleEntry<>("k", item),
            new java.util.AbstractMap.SimpleImmutableEntry<>("k", item),
            new HashMap<>(Map.of("k", item)).entrySet().iterator().next())) {
      assertEquals(entry, RoundTrip.of(entry));
    }
  }

  @Test
  void unmodifiableCopyIsUnmodifiable() {
    List<Integer> copy = RoundTrip.of(Collections.unmodifiableList(new ArrayList<>(THREE)));
    assertThrows(UnsupportedOperationException.class, () -> copy.add(1));
    assertThrows(UnsupportedOperationException.class, () -> RoundTrip.of(List.of(1)).add(1));
  }

  @Test
  void collectionThatHoldsItselfTravels() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    list.add(Collections.unmodifiableCollection(list));
    List<Object> copy = RoundTrip.of(list);
    assertSame(copy, copy.get(0));
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    Map<String, Object> mapCopy = RoundTrip.of(map);
    assertSame(mapCopy, mapCopy.get("self"));
  }

  /** Holds more than its elements, which a serializer for ArrayLists would lose. */
  static class Tagged extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
    String tag = "none";
  }

  @Test
  void userSubclassOfCollectionKeepsItsFields() {
    Tagged value = new Tagged();
    value.add("x");
    value.tag = "t";
    Tagged copy = RoundTrip.of(value);
    assertEquals(value, copy);
    assertEquals("t", copy.tag);
  }

  static class Range extends AbstractList<Integer> {
    private final int size;

    Range(int size) {
      this.size = size;
    }

    @Override
    public Integer get(int index) {
      return index;
    }

    @Override
    public int size() {
      return size;
    }
  }

  @Test
  void userCollectionThatIsNotSerializableTravelsByItsFields() {
    Range copy = RoundTrip.of(new Range(1_000_000));
    assertEquals(1_000_000, copy.size());
    assertTrue(RoundTrip.encode(new Range(1_000_000)).length < 200);
  }

  @Test
  void largeCollectionsTravel() {
    List<Object> strings = new ArrayList<>();
    Map<Integer, Item> map = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      strings.add(i % 3 == 0 ? "s" + i : new Item("i", i));
      map.put(i, new Item("m" + i, i));
    }
    assertEquals(strings, RoundTrip.of(strings));
    assertEquals(map, RoundTrip.of(map));
    assertNull(RoundTrip.of(map).get(-1));
  }
}
