package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.SerializableBiFunction;
import io.forkpool.SerializableCallable;
import io.forkpool.SerializableFunction;
import io.forkpool.SerializableRunnable;
import io.forkpool.spi.TaskCodec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LambdasTest {
  private int state = 3;

  /** Not Serializable on purpose. */
  static class Config {
    int factor = 10;

    int times(int x) {
      return factor * x;
    }
  }

  static int twice(int x) {
    return 2 * x;
  }

  private static <A> Object call(SerializableFunction<A, Object> function, A argument)
      throws Exception {
    return RoundTrip.of(function).apply(argument);
  }

  @Test
  void lambdaThatCapturesNothingTravels() throws Exception {
    assertEquals(6, call(x -> x + 1, 5));
    SerializableCallable<String> callable = () -> "called";
    assertEquals("called", RoundTrip.of(callable).call());
    SerializableBiFunction<Integer, Integer, Integer> sum = Integer::sum;
    assertEquals(5, RoundTrip.of(sum).apply(2, 3));
    SerializableRunnable nothing = () -> {};
    RoundTrip.of(nothing).run();
  }

  @Test
  void lambdaCapturesScalarsOfEveryKind() throws Exception {
    int i = 1;
    long l = 2;
    double d = 3;
    float f = 4;
    short s = 5;
    byte b = 6;
    char c = 'c';
    boolean z = true;
    String text = "t";
    String none = null;
    Integer box = 8;
    SerializableCallable<String> all = () -> "" + i + l + d + f + s + b + c + z + text + none + box;
    assertEquals(all.call(), RoundTrip.of(all).call());
  }

  @Test
  void lambdaCapturesObjects() throws Exception {
    Config config = new Config();
    List<Integer> list = new ArrayList<>(List.of(1));
    config.factor = 7;
    assertEquals(15, call(x -> config.times(x) + list.get(0), 2));
    SerializableFunction<Integer, Integer> bound = config::times;
    assertEquals(21, RoundTrip.of(bound).apply(3));
  }

  @Test
  void lambdaCapturesThis() throws Exception {
    state = 9;
    assertEquals(10, call(x -> x + state, 1));
  }

  @Test
  void lambdaCapturesLambdas() throws Exception {
    int offset = 4;
    SerializableFunction<Integer, Integer> inner = x -> x + offset;
    SerializableFunction<Integer, Integer> middle = x -> inner.apply(x) * 2;
    SerializableFunction<Integer, Integer> outer = x -> middle.apply(inner.apply(x));
    assertEquals(outer.apply(1), RoundTrip.of(outer).apply(1));
  }

  @Test
  void methodReferencesOfEveryKindTravel() throws Exception {
    assertEquals(8, call(LambdasTest::twice, 4));
    assertEquals(3, call(String::length, "abc"));
    assertEquals("abcd", call("ab"::concat, "cd"));
    SerializableFunction<Integer, int[]> array = int[]::new;
    assertEquals(3, RoundTrip.of(array).apply(3).length);
    SerializableFunction<String, StringBuilder> constructor = StringBuilder::new;
    assertEquals("x", RoundTrip.of(constructor).apply("x").toString());
    SerializableFunction<Integer, ArrayList<Object>> list = ArrayList::new;
    assertEquals(List.of(), RoundTrip.of(list).apply(1));
  }

  @Test
  void intersectionCastMakesAnyFunctionalTypeTravel() {
    Function<Integer, Integer> value = (Function<Integer, Integer> & Serializable) x -> x + 1;
    assertEquals(2, RoundTrip.of(value).apply(1));
    Supplier<Supplier<String>> nested =
        (Supplier<Supplier<String>> & Serializable)
            () -> (Supplier<String> & Serializable) () -> "deep";
    assertEquals("deep", RoundTrip.of(RoundTrip.of(nested).get()).get());
  }

  @Test
  void lambdasInsideOtherValuesTravel() throws Exception {
    Map<String, SerializableFunction<Integer, Integer>> table = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      int n = i;
      table.put("add" + i, x -> x + n);
    }
    Map<String, SerializableFunction<Integer, Integer>> copy = RoundTrip.of(table);
    for (int i = 0; i < 5; i++) {
      assertEquals(10 + i, copy.get("add" + i).apply(10));
    }
    SerializableFunction<Integer, Integer> shared = x -> x;
    Object[] two = RoundTrip.of(new Object[] {shared, shared});
    assertSame(two[0], two[1]);
  }

  static class SelfRunning {
    SerializableCallable<SelfRunning> callable = () -> this;
  }

  @Test
  void objectWhoseLambdaCapturesItTravels() throws Exception {
    SelfRunning copy = RoundTrip.of(new SelfRunning());
    assertSame(copy, copy.callable.call());
  }

  @Test
  void lambdaThatIsPartOfWhatItCapturesIsExplained() {
    byte[] bytes = RoundTrip.encode(new SelfRunning().callable);
    var failure =
        org.junit.jupiter.api.Assertions.assertThrows(
            io.forkpool.TaskSerializationException.class, () -> RoundTrip.decode(bytes));
    assertTrue(failure.getMessage().contains("break the cycle"), failure.getMessage());
  }

  @Test
  void sameLambdaDecodesToOneInstancePerSession() {
    SerializableFunction<Integer, Integer> value = x -> x + 5;
    byte[] bytes = RoundTrip.encode(value);
    TaskCodec.Session session = RoundTrip.session();
    Object first = session.decode(bytes, 0, bytes.length);
    assertSame(first, session.decode(bytes, 0, bytes.length));
  }

  @Test
  void capturedValuesAreNotConfusedBetweenCalls() throws Exception {
    TaskCodec.Session encoder = RoundTrip.session();
    TaskCodec.Session decoder = RoundTrip.session();
    Object last = null;
    for (int i = 0; i < 100; i++) {
      int n = i;
      SerializableCallable<Integer> value = () -> n;
      byte[] bytes = RoundTrip.encode(encoder, value);
      Object copy = decoder.decode(bytes, 0, bytes.length);
      assertEquals(i, ((SerializableCallable<?>) copy).call());
      assertNotSame(last, copy);
      last = copy;
    }
  }

  @Test
  void manyShapesStayApart() throws Exception {
    TaskCodec.Session encoder = RoundTrip.session();
    TaskCodec.Session decoder = RoundTrip.session();
    List<SerializableFunction<Integer, Integer>> functions =
        List.of(x -> x + 1, x -> x + 2, x -> x + 3, LambdasTest::twice, x -> -x);
    for (int round = 0; round < 3; round++) {
      for (SerializableFunction<Integer, Integer> function : functions) {
        byte[] bytes = RoundTrip.encode(encoder, function);
        @SuppressWarnings("unchecked")
        var copy = (SerializableFunction<Integer, Integer>) decoder.decode(bytes, 0, bytes.length);
        assertEquals(function.apply(7), copy.apply(7));
      }
    }
  }

  @Test
  void shapesWithTheSameHashStayApart() throws Exception {
    SerializableFunction<Integer, Integer> plus = x -> x + 1;
    SerializableFunction<Integer, Integer> minus = x -> x - 1;
    byte[] first = RoundTrip.encode(plus);
    byte[] second = RoundTrip.encode(minus);
    System.arraycopy(first, 1, second, 1, Long.BYTES);
    TaskCodec.Session decoder = RoundTrip.session();
    decoder.decode(first, 0, first.length);
    var copy = (SerializableFunction<?, ?>) decoder.decode(second, 0, second.length);
    @SuppressWarnings("unchecked")
    var function = (SerializableFunction<Integer, Integer>) copy;
    assertEquals(4, function.apply(5));
  }
}
