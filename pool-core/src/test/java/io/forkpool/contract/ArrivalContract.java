package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Connection;
import io.forkpool.Context;
import io.forkpool.Pipe;
import io.forkpool.Pool;
import io.forkpool.ProcessQueue;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What arrives is what was sent, whatever it is and whichever way it takes: as an argument, as a
 * result, through a queue, through a pipe.
 */
public abstract class ArrivalContract extends ContractBase {
  private static final int VALUES = 60;

  /** A value on its way, with what it was when it left. */
  private record Sent(Object value, long digest) implements Serializable {
    static Sent of(Object value) {
      return new Sent(value, Digest.of(value));
    }

    boolean isRight() {
      return Digest.of(value) == digest;
    }
  }

  @Test
  void arraysOfNumbersArriveAsTheyWere() throws Exception {
    List<Sent> arrays =
        IntStream.of(100, 3_000, 9_000, 50_000, 300_000)
            .mapToObj(NumberArrays::of)
            .map(Sent::of)
            .toList();
    assertAllArrive(arrays, "arrays of numbers");
  }

  /** {@code -Dforkpool.fuzz.seed=S} runs it with the values of an earlier time. */
  @Test
  void valuesOfAllShapesArriveAsTheyWere() throws Exception {
    long seed = Long.getLong("forkpool.fuzz.seed", new Random().nextLong());
    List<Sent> values =
        LongStream.range(seed, seed + VALUES).mapToObj(RandomValue::of).map(Sent::of).toList();
    assertAllArrive(values, "-Dforkpool.fuzz.seed=" + seed);
  }

  private void assertAllArrive(List<Sent> values, String which) throws Exception {
    Pool pool = pool(2);
    for (int i = 0; i < values.size(); i++) {
      Sent value = values.get(i);
      String place = which + ", value " + i;
      assertTrue(pool.apply(Sent::isRight, value), place);
      assertTrue(pool.apply(sent -> sent, value).isRight(), place);
    }
    assertTrue(allRight(pool.map(ArrivalContract::checked, values)), which);
    assertTrue(allRight(pool.map(ArrivalContract::checked, values, values.size())), which);
    List<CompletableFuture<Sent>> futures =
        values.stream().map(value -> pool.applyAsync(ArrivalContract::checked, value)).toList();
    assertTrue(allRight(futures.stream().map(future -> get(future)).toList()), which);
    assertAllArriveThroughQueues(pool, values, which);
    assertAllArriveThroughAPipe(pool, values, which);
  }

  private static boolean allRight(List<Sent> values) {
    return values.stream().allMatch(Sent::isRight);
  }

  private static Sent checked(Sent value) {
    return value.isRight() ? value : new Sent("it did not arrive as it was", 0);
  }

  private void assertAllArriveThroughQueues(Pool pool, List<Sent> values, String which)
      throws Exception {
    try (ProcessQueue<Sent> there = context().queue(4);
        ProcessQueue<Sent> back = context().queue()) {
      int count = values.size();
      CompletableFuture<Boolean> echo = pool.applyAsync(() -> echo(there, back, count));
      for (Sent value : values) {
        there.put(value);
      }
      for (int i = 0; i < count; i++) {
        assertTrue(back.take().isRight(), which + ", item " + i);
      }
      assertTrue(get(echo));
    }
  }

  private static boolean echo(ProcessQueue<Sent> there, ProcessQueue<Sent> back, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      back.put(checked(there.take()));
    }
    return true;
  }

  private void assertAllArriveThroughAPipe(Pool pool, List<Sent> values, String which)
      throws Exception {
    try (Pipe pipe = context().pipe()) {
      Connection yours = pipe.second();
      int count = values.size();
      CompletableFuture<Boolean> echo = pool.applyAsync(() -> echo(yours, count));
      for (int i = 0; i < count; i++) {
        pipe.first().send(values.get(i));
        assertTrue(((Sent) pipe.first().receive()).isRight(), which + ", message " + i);
      }
      assertTrue(get(echo));
    }
  }

  private static boolean echo(Connection connection, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      connection.send(checked((Sent) connection.receive()));
    }
    return true;
  }

  /** Whoever sends an array may fill it again at once, on both sides. */
  @ParameterizedTest
  @ValueSource(ints = {100, 20_000, 40_000, 70_000, 1 << 20})
  void whatWasSentMayBeChangedAtOnce(int length) throws Exception {
    Pool pool = pool(1);
    List<Integer> numbers = List.of(1, 2, 3, 4, 5, 6);
    int count = numbers.size();
    byte[] mine = new byte[length];
    List<CompletableFuture<Boolean>> arguments =
        numbers.stream()
            .map(i -> pool.applyAsync(bytes -> isFilled(bytes, i), Refilled.with(mine, i)))
            .toList();
    arguments.forEach(argument -> assertTrue(get(argument)));
    List<byte[]> results = pool.map(i -> Refilled.with(length, i), numbers, count);
    numbers.forEach(i -> assertTrue(isFilled(results.get(i - 1), i)));
    try (ProcessQueue<byte[]> queue = context().queue()) {
      for (int i : numbers) {
        queue.put(Refilled.with(mine, i));
      }
      assertTrue(pool.apply(() -> takesAll(queue, count)));
      assertTrue(pool.apply(() -> putsAll(queue, count, length)));
      assertTrue(takesAll(queue, count));
    }
    try (Pipe pipe = context().pipe()) {
      Connection yours = pipe.second();
      CompletableFuture<Boolean> receiver = pool.applyAsync(() -> receivesAll(yours, count));
      for (int i : numbers) {
        pipe.first().send(Refilled.with(mine, i));
      }
      assertTrue(get(receiver));
    }
  }

  /** One array that is filled for each use. */
  private static final class Refilled {
    private static byte[] bytes = {};

    static byte[] with(int length, int number) {
      bytes = bytes.length == length ? bytes : new byte[length];
      return with(bytes, number);
    }

    static byte[] with(byte[] array, int number) {
      Arrays.fill(array, (byte) number);
      return array;
    }
  }

  private static boolean isFilled(byte[] bytes, int number) {
    return IntStream.range(0, bytes.length).allMatch(i -> bytes[i] == number);
  }

  private static boolean takesAll(ProcessQueue<byte[]> queue, int count)
      throws InterruptedException {
    for (int i = 1; i <= count; i++) {
      assertTrue(isFilled(queue.take(), i), "item " + i);
    }
    return true;
  }

  private static boolean putsAll(ProcessQueue<byte[]> queue, int count, int length)
      throws InterruptedException {
    for (int i = 1; i <= count; i++) {
      queue.put(Refilled.with(length, i));
    }
    return true;
  }

  private static boolean receivesAll(Connection connection, int count) throws InterruptedException {
    for (int i = 1; i <= count; i++) {
      assertEquals(i, ((byte[]) connection.receive())[0]);
    }
    return true;
  }

  private Context context() {
    return Context.of(startMethod());
  }
}
