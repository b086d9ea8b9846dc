package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.SerializableCallable;
import io.forkpool.TaskSerializationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot travel is named: the class, the way to it, and what to do. */
class RefusalTest {

  static class Held {
    Object socket;

    Held(Object socket) {
      this.socket = socket;
    }
  }

  record Outer(Held held, List<Object> list, Map<Object, Object> map) {}

  static Stream<Object> processBound() throws IOException {
    return Stream.of(
        Thread.currentThread(),
        unbound(),
        new ByteArrayInputStream(new byte[1]),
        Stream.of(1),
        new CompletableFuture<>(),
        ClassLoader.getSystemClassLoader(),
        new ThreadLocal<>(),
        Runtime.getRuntime(),
        List.of(1).iterator(),
        new Thread() {},
        Function.identity());
  }

  private static ServerSocket unbound() throws IOException {
    return new ServerSocket();
  }

  @ParameterizedTest
  @MethodSource("processBound")
  void valueOfThisProcessIsRefusedByName(Object value) {
    TaskSerializationException failure = RoundTrip.refused(value);
    assertTrue(
        failure.getMessage().startsWith("cannot travel to a worker: "), failure.getMessage());
    assertEquals(value.getClass().getName(), failure.className());
    assertNull(failure.fieldPath());
    TaskSerializationException held = RoundTrip.refused(new Held(value));
    assertEquals("Held.socket", held.fieldPath());
    assertEquals(value.getClass().getName(), held.className());
  }

  @Test
  void messageBeginsWithTheWayToIt() throws IOException {
    assertEquals(
        "cannot travel to a worker: Held.socket -> java.net.ServerSocket (not Serializable);"
            + " pass a value it can be made from instead",
        RoundTrip.refused(new Held(unbound())).getMessage());
    assertEquals(
        "cannot travel to a worker: java.net.ServerSocket (not Serializable);"
            + " pass a value it can be made from instead",
        RoundTrip.refused(unbound()).getMessage());
  }

  @Test
  void pathGoesThroughFieldsListsMapsAndArrays() throws IOException {
    Held held = new Held(unbound());
    assertEquals("Outer.held.socket", path(new Outer(held, null, null)));
    assertEquals("Outer.list[1].socket", path(new Outer(null, List.of(1, held), null)));
    assertEquals("Outer.map[\"k\"].socket", path(new Outer(null, null, Map.of("k", held))));
    assertEquals("Outer.map[key a Held].socket", path(new Outer(null, null, Map.of(held, 1))));
    assertEquals("ArrayList[2]", path(new ArrayList<>(List.of(1, 2, unbound()))));
    assertEquals("Object[][0][1].socket", path(new Object[] {new Object[] {1, held}}));
  }

  private static String path(Object value) {
    TaskSerializationException failure = RoundTrip.refused(value);
    assertEquals("java.net.ServerSocket", failure.className());
    assertTrue(failure.getMessage().contains(failure.fieldPath() + " -> java.net.ServerSocket"));
    return failure.fieldPath();
  }

  @Test
  void lambdaNamesWhatItCaptured() throws IOException {
    ServerSocket socket = unbound();
    int number = 1;
    SerializableCallable<Object> lambda = () -> number + "" + socket;
    assertEquals("<lambda in RefusalTest>.arg2", path(lambda));
    Held held = new Held(socket);
    SerializableCallable<Object> nested = () -> held;
    assertEquals("<lambda in RefusalTest>.arg1.socket", path(nested));
    Outer outer = new Outer(held, null, null);
    SerializableCallable<Object> bound = outer::held;
    assertEquals("<lambda in RefusalTest>.this.held.socket", path(bound));
  }

  @Test
  void lambdaOfPlainFunctionalTypeIsNamedWithItsMaker() {
    Function<Integer, Integer> plain = x -> x;
    TaskSerializationException failure = RoundTrip.refused(new Held(plain));
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "cannot travel to a worker: Held.socket -> a lambda of java.util.function.Function"
                    + " made in "
                    + RefusalTest.class.getName()
                    + " (java.util.function.Function is not Serializable); use a functional type"
                    + " that is"),
        failure.getMessage());
  }

  static class Careful implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    Object inside;

    private Object readResolve() {
      return this;
    }
  }

  static class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    final Object detail;

    Failure(Object detail) {
      this.detail = detail;
    }
  }

  @Test
  void whatJavaSerializationRefusesIsNamedToo() throws IOException {
    Careful careful = new Careful();
    careful.inside = unbound();
    assertEquals("Held.socket.inside", path(new Held(careful)));
    assertEquals("Failure.detail", path(new Failure(unbound())));
    assertEquals("Exception.cause.detail", path(new Exception(new Failure(unbound()))));
    java.util.concurrent.LinkedBlockingQueue<Object> queue =
        new java.util.concurrent.LinkedBlockingQueue<>();
    queue.add(unbound());
    assertEquals("LinkedBlockingQueue[0]", path(queue));
  }

  @Test
  void comparatorThatCannotTravelIsNamed() {
    TreeSet<String> value = new TreeSet<>((a, b) -> 0);
    TaskSerializationException failure = RoundTrip.refused(value);
    assertTrue(
        failure.getMessage().contains("a lambda of java.util.Comparator"), failure.getMessage());
    TreeSet<String> wrapped = new TreeSet<>(Collections.reverseOrder((a, b) -> 0));
    assertTrue(RoundTrip.refused(wrapped).getMessage().contains("a lambda of"));
  }

  @Test
  void collectionChangedMeanwhileFailsWithoutARawException() {
    Map<Object, Object> changing =
        new HashMap<>() {
          private static final long serialVersionUID = 1L;

          private void writeObject(java.io.ObjectOutputStream out) {
            throw new java.util.ConcurrentModificationException("changing");
          }
        };
    assertTrue(RoundTrip.refused(changing).getMessage().contains("changing"));
  }

  @Test
  void sessionRefusesToGoOnAfterAFailure() throws IOException {
    var session = RoundTrip.session();
    ServerSocket socket = unbound();
    assertThrows(TaskSerializationException.class, () -> RoundTrip.encode(session, socket));
    assertThrows(IllegalStateException.class, () -> RoundTrip.encode(session, 1));
  }

  @Test
  void whatTheStreamThrowsComesOutAsItWas() {
    IOException broken = new IOException("broken pipe");
    IllegalStateException full = new IllegalStateException("frame too large");
    for (Exception each : new Exception[] {broken, full}) {
      for (Object value : new Object[] {1, new byte[100_000], new Held(new Exception("x"))}) {
        OutputStream out =
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                if (each instanceof IOException e) {
                  throw e;
                }
                throw (RuntimeException) each;
              }
            };
        assertSame(
            each, assertThrows(Exception.class, () -> RoundTrip.session().encode(value, out)));
      }
    }
  }
}
