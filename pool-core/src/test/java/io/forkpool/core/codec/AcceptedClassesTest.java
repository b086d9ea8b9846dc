package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ClassFilter;
import io.forkpool.SerializableCallable;
import io.forkpool.TaskSerializationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which classes are decoded where a filter says which may be. */
class AcceptedClassesTest {
  private static boolean ran;

  record Accepted(Object any) {}

  record Other(int value) {}

  enum Kind {
    ONE
  }

  /** Does something as soon as it is decoded, as what an attacker looks for does. */
  static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      ran = true;
    }
  }

  static final class AcceptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final Serializable held;

    AcceptedException(Serializable held) {
      super("boom", new IllegalStateException("cause"));
      this.held = held;
    }
  }

  private static Object decode(Object value, ClassFilter filter) {
    byte[] bytes = RoundTrip.encode(value);
    try {
      new KryoCodec()
          .open(AcceptedClassesTest.class.getClassLoader(), filter)
          .decode(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new CodecSession(
            new KryoCodec(), AcceptedClassesTest.class.getClassLoader(), Optional.of(filter))
        .decode(bytes);
  }

  private static void assertRefused(Class<?> culprit, Object value, ClassFilter filter) {
    ran = false;
    TaskSerializationException refused =
        assertThrows(TaskSerializationException.class, () -> decode(value, filter));
    assertEquals(culprit.getName(), refused.className());
    assertTrue(refused.getMessage().contains(culprit.getName()), refused.getMessage());
    assertTrue(refused.getMessage().contains("acceptResults"), refused.getMessage());
    assertFalse(ran, "code of " + culprit + " ran");
  }

  @Test
  void valuesOfTheJdkNeedNotBeAllowed() {
    List<Object> values =
        List.of(
            1,
            "text",
            2.5,
            List.of(1, 2),
            Map.of("a", 1L),
            UUID.randomUUID(),
            Instant.EPOCH,
            BigInteger.TEN,
            Optional.of(1),
            new ArrayList<>(List.of("x")));
    ClassFilter nothing = ClassFilter.allow();
    assertEquals(values, decode(values, nothing));
    assertEquals(3, ((int[][]) decode(new int[3][3], nothing)).length);
    assertEquals(2, ((String[][]) decode(new String[2][2], nothing)).length);
  }

  @Test
  void whatIsAllowedComesWithWhatItHoldsAndAnythingElseInItIsRefused() {
    ClassFilter filter = ClassFilter.allow(Accepted.class);
    assertEquals(new Accepted(List.of(1)), decode(new Accepted(List.of(1)), filter));
    assertRefused(Other.class, new Accepted(new Other(1)), filter);
    assertRefused(Other.class, List.of(new Accepted(1), Map.of(1, new Other(1))), filter);
    assertRefused(Other.class, new Other[0][0], filter);
    assertRefused(Kind.class, Kind.ONE, filter);
  }

  @Test
  void arraysLambdasProxiesAndClassesAreAskedForByWhatTheyAreMadeOf() {
    ClassFilter filter = ClassFilter.allow(Accepted.class);
    assertInstanceOf(Accepted[][].class, decode(new Accepted[1][1], filter));
    SerializableCallable<Integer> lambda = () -> 1;
    assertRefused(AcceptedClassesTest.class, lambda, filter);
    assertRefused(AcceptedClassesTest.class, List.of(lambda), filter);
    assertRefused(Runnable.class, proxy(), filter);
    assertRefused(Thread.class, Thread.class, filter);
  }

  private static Object proxy() {
    InvocationHandler handler = (InvocationHandler & Serializable) (self, method, args) -> null;
    return Proxy.newProxyInstance(
        AcceptedClassesTest.class.getClassLoader(), new Class<?>[] {Runnable.class}, handler);
  }

  @Test
  void javaSerializationIsAskedToo() {
    assertRefused(Gadget.class, new Gadget(), ClassFilter.allow());
    assertRefused(Gadget.class, new Accepted(new Gadget()), ClassFilter.allow(Accepted.class));
    assertRefused(BitSet.class, new BitSet(), ClassFilter.allow());
    ClassFilter exceptions =
        ClassFilter.allow(AcceptedException.class, IllegalStateException.class);
    Throwable thrown = (Throwable) decode(new AcceptedException("held"), exceptions);
    assertEquals("cause", thrown.getCause().getMessage());
    assertTrue(thrown.getStackTrace().length > 0);
    assertRefused(Gadget.class, new AcceptedException(new Gadget()), exceptions);
    assertRefused(
        IllegalStateException.class,
        new AcceptedException("held"),
        ClassFilter.allow(AcceptedException.class));
    ran = false;
    decode(new Gadget(), ClassFilter.allow(Gadget.class));
    assertTrue(ran, "the test cannot tell");
  }

  @Test
  void aProxyInsideOfJavaSerializationIsAskedForByItsInterfaces() {
    ClassFilter filter =
        ClassFilter.allow(AcceptedException.class, IllegalStateException.class)
            .or(ClassFilter.allowPackages("java.lang.reflect"));
    assertRefused(Runnable.class, new AcceptedException((Serializable) serializable()), filter);
  }

  private static Object serializable() {
    InvocationHandler handler = (InvocationHandler & Serializable) (self, method, args) -> null;
    return Proxy.newProxyInstance(
        AcceptedClassesTest.class.getClassLoader(),
        new Class<?>[] {Runnable.class, Serializable.class},
        handler);
  }

  @Test
  void aClassThatIsRefusedIsNotEvenLoaded() throws Exception {
    byte[] name = "no.such.Thing".getBytes();
    byte[] bytes = new byte[5 + name.length];
    bytes[0] = Scalars.GRAPH;
    bytes[1] = 1; // by its name
    bytes[3] = (byte) name.length;
    System.arraycopy(name, 0, bytes, 4, name.length);
    TaskSerializationException refused =
        assertThrows(
            TaskSerializationException.class,
            () -> new KryoCodec().open(null, ClassFilter.allow()).decode(bytes, 0, bytes.length));
    assertTrue(refused.getMessage().contains("not one that this pool accepts"), refused.toString());
  }

  @Test
  void theFilterIsAskedOnceForAClassThatComesAgainAndAgain() throws Exception {
    Map<String, Integer> asked = new HashMap<>();
    var session =
        new KryoCodec()
            .open(
                AcceptedClassesTest.class.getClassLoader(),
                name -> asked.merge(name, 1, Integer::sum) > 0);
    byte[] bytes = RoundTrip.encode(new Accepted(new Other(1)));
    for (int i = 0; i < 100; i++) {
      session.decode(bytes, 0, bytes.length);
    }
    assertEquals(Map.of(Accepted.class.getName(), 1, Other.class.getName(), 1), asked);
  }
}
