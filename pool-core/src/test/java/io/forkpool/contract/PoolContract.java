package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the ways to submit give, and how many tasks run at once. */
public abstract class PoolContract extends ContractBase {

  @Test
  @Behaviour(1)
  void applyEqualsALocalCall() {
    Pool pool = pool(2);
    List<Integer> captured = List.of(3, 4);
    List<Integer> results =
        List.of(
            pool.apply(Tasks::square, 7),
            pool.apply(() -> captured.get(0) + captured.get(1)),
            get(pool.applyAsync(Tasks::square, 8)),
            get(pool.applyAsync(() -> captured.size())));
    assertEquals(List.of(49, 7, 64, 2), results);
  }

  @Test
  @Behaviour(1)
  void tasksRunInTheWorkers() {
    Pool pool = pool(2);
    long pid = pool.apply(Tasks::pid);
    assertNotEquals(ProcessHandle.current().pid(), pid);
    assertTrue(awaitWorkers(pool).contains(pid));
    assertEquals(startMethod(), pool.startMethod());
  }

  @Test
  @Behaviour(2)
  void mapKeepsOrderAtAnyChunkSize() {
    Pool pool = pool(2);
    List<Integer> expected = squaresBelow(40);
    assertEquals(expected, pool.map(Tasks::squareBackwards, range(40)));
    for (int chunkSize : new int[] {1, 2, 3, 7, 39, 40, 41, Integer.MAX_VALUE}) {
      assertEquals(
          expected, pool.map(Tasks::squareBackwards, range(40), chunkSize), "by " + chunkSize);
    }
    assertEquals(expected, get(pool.mapAsync(Tasks::squareBackwards, range(40))));
    assertEquals(squaresBelow(20_000), pool.map(Tasks::square, range(20_000)));
  }

  @Test
  @Behaviour(3)
  void starmapUnpacksPairs() {
    Pool pool = pool(2);
    List<Map.Entry<String, Integer>> pairs =
        List.of(Map.entry("a", 1), Map.entry("b", 2), new SimpleEntry<>(null, 3));
    List<String> joined = pool.starmap((letter, number) -> letter + number, pairs);
    assertEquals(List.of("a1", "b2", "null3"), joined);
  }

  @Test
  @Behaviour(4)
  void emptyInputReturnsAtOnceThoughAllWorkersAreBusy() {
    Pool pool = pool(1);
    Gate gate = gate();
    CompletableFuture<String> busy = pool.applyAsync(name -> Tasks.waitAt(gate, name), "busy");
    gate.awaitMark("begun-busy");
    List<Integer> none = List.of();
    assertEquals(none, pool.map(Tasks::square, none));
    assertEquals(none, pool.map(Tasks::square, none, 3));
    assertEquals(none, get(pool.mapAsync(Tasks::square, none)));
    assertEquals(
        none, pool.starmap((Integer a, Integer b) -> a, Map.<Integer, Integer>of().entrySet()));
    assertEquals(none, pool.imap(Tasks::square, none).toList());
    assertEquals(none, pool.imapUnordered(Tasks::square, none).toList());
    assertFalse(busy.isDone());
    gate.mark("go-busy");
    assertEquals("busy", get(busy));
  }

  @Test
  @Behaviour(11)
  void aPoolStartsAsManyWorkersAsAsked() {
    for (int workers : new int[] {1, 3}) {
      Pool pool = pool(workers);
      assertEquals(workers, pool.workers());
      assertEquals(workers, Set.copyOf(awaitWorkers(pool)).size());
      Set<Long> pids = Set.copyOf(pool.workerPids());
      await().atMost(PROMPT).untilAsserted(() -> assertEquals(pids, childPids()));
      pool.terminate();
      assertTrue(pool.join(PROMPT));
    }
  }

  @Test
  @Behaviour(11)
  void zeroOrNegativeWorkersAreRefused() {
    for (int workers : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> builder(workers));
      assertThrows(IllegalArgumentException.class, () -> Pool.create(workers));
    }
  }

  @Test
  @Behaviour(25)
  void fourWorkersRunFourTasksAndTheFifthBeginsWhenAnyOneEnds() {
    Pool pool = pool(4);
    for (int first = 0; first < 4; first++) {
      Gate gate = gate();
      String round = "round" + first + "-";
      Map<String, CompletableFuture<List<String>>> seen = new HashMap<>();
      for (String name : List.of("a", "b", "c", "d", "e")) {
        seen.put(name, pool.applyAsync(task -> passThrough(gate, round, task), name));
      }
      Set<String> begun = gate.awaitMarks(round + "begun-", 4);
      assertEquals(4, begun.size(), "tasks that run at once on four workers");
      String ending = List.copyOf(begun).get(first);
      Set<String> running = new TreeSet<>(begun);
      running.remove(ending);
      String fifth = "abcde".replaceAll("[" + String.join("", begun) + "]", "");

      gate.mark(round + "go-" + ending);
      gate.awaitMark(round + "begun-" + fifth);
      assertEquals(Set.of(ending), gate.marks(round + "ended-"));

      running.forEach(name -> gate.mark(round + "go-" + name));
      gate.mark(round + "go-" + fifth);
      begun.forEach(name -> assertEquals(List.of(), get(seen.get(name))));
      assertEquals(List.of(ending), get(seen.get(fifth)), "ended when the fifth began");
    }
  }

  /** Gives the names of the tasks that had ended when this one began. */
  private static List<String> passThrough(Gate gate, String round, String name)
      throws InterruptedException {
    List<String> ended = new ArrayList<>(gate.marks(round + "ended-"));
    gate.mark(round + "begun-" + name);
    gate.pass(round + "go-" + name);
    gate.mark(round + "ended-" + name);
    return ended;
  }

  @Test
  void nullsTravelAsArgumentsResultsAndElements() {
    Pool pool = pool(1);
    assertNull(pool.apply(Tasks::same, null));
    assertNull(pool.apply(() -> null));
    List<String> withNulls = Arrays.asList("a", null, "c");
    assertIterableEquals(withNulls, pool.map(Tasks::same, withNulls));
    assertIterableEquals(withNulls, get(pool.mapAsync(Tasks::same, withNulls)));
    assertIterableEquals(withNulls, pool.imap(Tasks::same, withNulls).toList());
    assertTrue(pool.imapUnordered(Tasks::same, withNulls).toList().contains(null));
  }

  @Test
  void resultsAreAListOfFixedSize() {
    List<Integer> results = pool(1).map(Tasks::square, range(3));
    assertThrows(UnsupportedOperationException.class, () -> results.add(4));
    assertThrows(UnsupportedOperationException.class, () -> results.remove(0));
  }

  @Test
  void manyNumbersAreAListAsAnyOther() {
    Pool pool = pool(2);
    List<Integer> squares = pool.map(Tasks::square, range(20_000), 5_000);
    assertEquals(squaresBelow(20_000), squares);
    assertEquals(squares, pool.apply(Tasks::same, squares), "it can be an argument");
    assertEquals(squares, pool.map(x -> x, squares));
    List<Object> mixed = pool.map(x -> x == 12_345 ? null : (Object) x, range(20_000), 5_000);
    assertEquals(20_000, mixed.size());
    assertEquals(
        List.of(12_345), range(20_000).stream().filter(x -> mixed.get(x) == null).toList());
    squares.set(0, 7);
    assertEquals(7, squares.get(0).intValue());
    assertEquals(1, squares.get(1).intValue());
  }

  @Test
  void nestedCollectionsTravelAsCopies() {
    Pool pool = pool(1);
    Map<String, List<Set<Integer>>> nested =
        new HashMap<>(Map.of("x", List.of(Set.of(1, 2), Set.of()), "y", new ArrayList<>()));
    Map<String, List<Set<Integer>>> copy = pool.apply(Tasks::same, nested);
    assertEquals(nested, copy);
    int size =
        pool.apply(
            map -> {
              map.put("z", List.of());
              return map.size();
            },
            nested);
    assertEquals(3, size);
    assertEquals(2, nested.size(), "the caller's map is not changed");
  }

  @Test
  void aFunctionKeepsItsStateForOneCallOnly() {
    Pool pool = pool(1);
    Tasks.Counting counting = new Tasks.Counting();
    assertEquals(List.of(1, 2, 3), pool.map(counting, range(3), 1));
    assertEquals(List.of(1, 2, 3), pool.map(counting, range(3), 3));
    assertEquals(1, pool.apply(counting, 0).intValue());
  }

  @Test
  void manyThreadsMayShareAPool() {
    Pool pool = pool(2);
    List<CompletableFuture<List<Integer>>> callers = new ArrayList<>();
    for (int caller = 0; caller < 8; caller++) {
      callers.add(
          CompletableFuture.supplyAsync(
              () -> pool.map(Tasks::square, range(500), 10), ContractBase::onAThread));
    }
    callers.forEach(caller -> assertEquals(squaresBelow(500), get(caller)));
  }
}
