package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.SerializableBiFunction;
import io.forkpool.SerializableCallable;
import io.forkpool.SerializableFunction;
import io.forkpool.TaskOptions;
import io.forkpool.TaskSerializationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What callers pass that they should not; each is refused where it is passed, and nothing hangs.
 */
public abstract class BadInputContract extends ContractBase {

  @Test
  @Behaviour(6)
  void anArgumentThatCannotBeEncodedThrowsOnTheCaller() {
    Pool pool = pool(2);
    SerializableFunction<Held, Integer> fn = held -> held.touch(1);
    Stream<Executable> calls =
        Stream.of(
            () -> pool.apply(fn, new Held()),
            () -> pool.applyAsync(fn, new Held()),
            () -> pool.map(fn, List.of(new Held())),
            () -> pool.map(fn, List.of(new Held(), new Held()), 2),
            () -> pool.mapAsync(fn, List.of(new Held())),
            () -> pool.starmap((Held a, Held b) -> 1, List.of(Map.entry(new Held(), new Held()))),
            () -> pool.imap(fn, List.of(new Held())).toList(),
            () -> pool.imapUnordered(fn, List.of(new Held())).toList());
    calls.forEach(call -> assertNamesTheSocket(call));
    assertFullSize(pool);
  }

  @Test
  @Behaviour(6)
  void aFunctionThatCannotBeEncodedThrowsOnTheCaller() {
    Pool pool = pool(2);
    Held held = new Held();
    Stream<Executable> calls =
        Stream.of(
            () -> pool.apply(() -> held.touch(1)),
            () -> pool.apply(held::touch, 1),
            () -> pool.applyAsync(held::touch, 1),
            () -> pool.map(held::touch, range(3)),
            () -> pool.mapAsync(held::touch, range(3)),
            () -> pool.starmap((Integer a, Integer b) -> held.touch(a), Map.of(1, 2).entrySet()),
            () -> pool.imap(held::touch, range(3)),
            () -> pool.imapUnordered(held::touch, range(3)));
    calls.forEach(call -> assertNamesTheSocket(call));
    assertFullSize(pool);
  }

  private static void assertNamesTheSocket(Executable call) {
    TaskSerializationException e = assertThrows(TaskSerializationException.class, call);
    assertEquals("java.net.ServerSocket", e.className(), e.getMessage());
    assertNotNull(e.fieldPath(), e.getMessage());
    assertTrue(e.fieldPath().contains("socket"), e.fieldPath());
    assertTrue(e.getMessage().contains("java.net.ServerSocket"), e.getMessage());
    assertTrue(e.getMessage().contains(e.fieldPath()), e.getMessage());
  }

  @Test
  @Behaviour(6)
  void inputsBeforeOneThatCannotBeEncodedDoNoHarm() {
    Pool pool = pool(2);
    List<Object> inputs = new ArrayList<>(range(50));
    inputs.add(new Held());
    inputs.addAll(range(50));
    assertThrows(TaskSerializationException.class, () -> pool.map(Tasks::pidFor, inputs, 1));
    assertThrows(TaskSerializationException.class, () -> pool.mapAsync(Tasks::pidFor, inputs));
    assertFullSize(pool);
  }

  @Test
  @Behaviour(6)
  void anArgumentNestedTooDeepIsRefusedOrTravels() {
    Pool pool = pool(1);
    List<Object> deep = new ArrayList<>();
    for (int depth = 0; depth < 100_000; depth++) {
      deep = new ArrayList<>(List.<Object>of(deep));
    }
    Object nested = deep;
    try {
      assertNotNull(pool.apply(Tasks::pidFor, nested));
    } catch (TaskSerializationException refused) {
      assertNotNull(refused.getMessage());
    }
    assertFullSize(pool);
  }

  @Test
  @Behaviour(7)
  void theErrorOfAnInputThatThrowsMidwaySurfaces() {
    Pool pool = pool(2);
    Stream<Function<BrokenInput, Object>> calls =
        Stream.of(
            input -> pool.map(Tasks::square, input),
            input -> pool.map(Tasks::square, input, 3),
            input -> pool.mapAsync(Tasks::square, input),
            input -> pool.starmap((Integer a, Integer b) -> a + b, pairsOf(input)),
            input -> pool.imap(Tasks::square, input).toList(),
            input -> pool.imapUnordered(Tasks::square, input).toList());
    calls.forEach(
        call ->
            IntStream.of(0, 1, 10, 1_000)
                .forEach(
                    good -> {
                      IllegalStateException e =
                          assertThrows(
                              IllegalStateException.class,
                              () -> call.apply(BrokenInput.after(good)));
                      assertEquals(BrokenInput.MESSAGE, e.getMessage());
                    }));
    assertFullSize(pool);
    pool.close();
    assertTrue(pool.join(PROMPT), "a call that was given up holds the pool's end up");
  }

  private static Iterable<Map.Entry<Integer, Integer>> pairsOf(BrokenInput input) {
    return () -> {
      var numbers = input.iterator();
      return Stream.generate(() -> Map.entry(numbers.next(), 1)).iterator();
    };
  }

  @Test
  void nullFunctionsInputsAndOptionsAreRefusedOnTheCaller() {
    Pool pool = pool(1);
    SerializableFunction<Integer, Integer> noFunction = null;
    SerializableBiFunction<Integer, Integer, Integer> noBiFunction = null;
    SerializableCallable<Integer> noCallable = null;
    List<Integer> noInputs = null;
    Stream<Executable> calls =
        Stream.of(
            () -> pool.apply(noCallable),
            () -> pool.applyAsync(noCallable),
            () -> pool.apply(noFunction, 1),
            () -> pool.applyAsync(noFunction, 1),
            () -> pool.map(noFunction, range(3)),
            () -> pool.map(noFunction, range(3), 2),
            () -> pool.map(noFunction, List.of()),
            () -> pool.mapAsync(noFunction, range(3)),
            () -> pool.starmap(noBiFunction, Map.of(1, 2).entrySet()),
            () -> pool.imap(noFunction, range(3)),
            () -> pool.imapUnordered(noFunction, range(3)),
            () -> pool.map(Tasks::square, noInputs),
            () -> pool.mapAsync(Tasks::square, noInputs),
            () -> pool.imap(Tasks::square, noInputs),
            () -> pool.imapUnordered(Tasks::square, noInputs),
            () -> pool.with(null),
            () -> builder(1).startMethod(null),
            () -> builder(1).initializer(null),
            () -> builder(1).listener(null));
    calls.forEach(call -> assertThrows(NullPointerException.class, call));
    assertFullSize(pool);
  }

  @Test
  void numbersOutOfRangeAreRefusedOnTheCaller() {
    Pool pool = pool(1);
    TaskOptions options = TaskOptions.defaults();
    Stream<Executable> calls =
        Stream.of(
            () -> pool.map(Tasks::square, range(3), 0),
            () -> pool.map(Tasks::square, range(3), -1),
            () -> pool.map(Tasks::square, List.<Integer>of(), 0),
            () -> builder(1).maxTasksPerWorker(0),
            () -> builder(1).taskTimeout(Duration.ZERO),
            () -> builder(1).name(" "),
            () -> options.withChunkSize(0),
            () -> options.withRetries(-1),
            () -> options.withTimeout(Duration.ofMillis(-1)));
    calls.forEach(call -> assertThrows(IllegalArgumentException.class, call));
    assertFullSize(pool);
  }

  @Test
  void anInputOfNullPairsIsRefused() {
    Pool pool = pool(1);
    List<Map.Entry<Integer, Integer>> pairs = new ArrayList<>();
    pairs.add(null);
    assertThrows(
        NullPointerException.class, () -> pool.starmap((Integer a, Integer b) -> a, pairs));
    assertFullSize(pool);
  }

  @Test
  void aClassThatOnlyTheCallerHasFailsThatTaskAndIsNamed() throws Exception {
    Pool pool = pool(1);
    Object stranger = Stranger.make(directory);
    PoolException e = assertThrows(PoolException.class, () -> pool.apply(Tasks::pidFor, stranger));
    assertTrue(e instanceof TaskSerializationException, () -> stackOf(e));
    assertTrue(e.getMessage().contains(stranger.getClass().getName()), e.getMessage());
    assertFullSize(pool);
  }
}
