package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.forkpool.SerializableCallable;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class UserClassesTest {

  static class Base {
    private int hidden = 1;
    String text = "base";
  }

  static class Plain extends Base {
    private int hidden = 2;
    final String fixed;
    byte b = 1;
    short s = 2;
    char c = 'c';
    long l = 4;
    float f = 5;
    double d = 6;
    boolean z = true;
    Integer box = 7;
    Object any = List.of(8);
    UUID uuid = new UUID(1, 2);
    int[] array = {1, 2};
    Object[] covariant = new String[] {"x"};
    Optional<String> maybe = Optional.of("y");
    transient String passing = "never sent";
    static String shared = "static";

    Plain(String fixed) {
      this.fixed = fixed;
    }
  }

  @Test
  void objectWithoutSerializableOrPlainConstructorTravels() {
    Plain value = new Plain("final");
    value.text = "changed";
    ((Base) value).hidden = 10;
    value.hidden = 20;
    Plain copy = RoundTrip.of(value);
    assertEquals("final", copy.fixed);
    assertEquals("changed", copy.text);
    assertEquals(10, ((Base) copy).hidden);
    assertEquals(20, copy.hidden);
    assertEquals(
        List.of((byte) 1, (short) 2, 'c', 4L, 5f, 6d, true, 7, List.of(8), new UUID(1, 2)),
        List.of(
            copy.b, copy.s, copy.c, copy.l, copy.f, copy.d, copy.z, copy.box, copy.any, copy.uuid));
    assertArrayEquals(new int[] {1, 2}, copy.array);
    assertSame(String[].class, copy.covariant.getClass());
    assertEquals(Optional.of("y"), copy.maybe);
    assertNull(copy.passing);
  }

  static class Service {
    private final transient ReentrantLock lock = new ReentrantLock();
    private final Object monitor = new Object();
    private int count = 3;
  }

  @Test
  void plainConstructorGivesTransientFieldsTheirValues() {
    Service copy = RoundTrip.of(new Service());
    assertNotNull(copy.lock);
    assertNotNull(copy.monitor);
    assertEquals(3, copy.count);
  }

  record Point<T extends Comparable<T>>(
      T x,
      int y,
      List<T> rest,
      byte b,
      short s,
      char c,
      long l,
      float f,
      double d,
      boolean z,
      Integer box) {}

  record Checked(int min, int max) {
    Checked {
      if (min > max) {
        throw new IllegalArgumentException(min + " > " + max);
      }
    }

    @Override
    public int min() {
      return -1; // what an accessor makes of it is not the state
    }

    int stored() {
      return min;
    }
  }

  record Empty() {}

  @Test
  void recordsTravel() {
    Point<String> value =
        new Point<>("x", 2, List.of("y"), (byte) 1, (short) 2, 'c', 4L, 5f, 6d, true, null);
    assertEquals(value, RoundTrip.of(value));
    assertEquals(5, RoundTrip.of(new Checked(5, 9)).stored());
    assertEquals(new Empty(), RoundTrip.of(new Empty()));
    record Local(String s, Empty e) {}
    assertEquals(new Local("l", new Empty()), RoundTrip.of(new Local("l", new Empty())));
    Object[] copy = RoundTrip.of(new Object[] {value, value});
    assertSame(copy[0], copy[1]);
  }

  enum Op {
    PLUS {
      @Override
      int apply(int a) {
        return a + 1;
      }
    },
    NONE;

    int apply(int a) {
      return a;
    }
  }

  record Ops(Op op, Op[] ops, Map<Op, Op> map) {}

  @Test
  void enumsAreTheSameObjects() {
    for (Op op : Op.values()) {
      assertSame(op, RoundTrip.of(op));
    }
    Ops copy = RoundTrip.of(new Ops(Op.PLUS, Op.values(), Map.of(Op.PLUS, Op.NONE)));
    assertSame(Op.PLUS, copy.op());
    assertArrayEquals(Op.values(), copy.ops());
    assertSame(Op.NONE, copy.map().get(Op.PLUS));
    assertEquals(
        new ArrayList<>(List.of(Op.PLUS, Op.NONE, Op.PLUS)),
        RoundTrip.of(new ArrayList<>(List.of(Op.PLUS, Op.NONE, Op.PLUS))));
  }

  class Inner {
    int own = 5;

    UserClassesTest outer() {
      return UserClassesTest.this;
    }
  }

  int state = 1;

  @Test
  void innerAndAnonymousClassesBringTheirOuterObject() throws Exception {
    state = 42;
    Inner copy = RoundTrip.of(new Inner());
    assertEquals(42, copy.outer().state);
    int local = 7;
    SerializableCallable<Integer> anonymous =
        new SerializableCallable<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Integer call() {
            return state + local;
          }
        };
    assertEquals(49, RoundTrip.of(anonymous).call());
  }

  static class Node {
    Node next;
    Node other;
    Object value;
  }

  @Test
  void cyclesAndSharedObjectsKeepTheirShape() {
    Node a = new Node();
    Node b = new Node();
    a.next = b;
    b.next = a;
    a.other = a;
    a.value = b;
    Node copy = RoundTrip.of(a);
    assertSame(copy, copy.next.next);
    assertSame(copy, copy.other);
    assertSame(copy.next, copy.value);
    List<Node> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(new Node());
      many.get(i).other = many.get(i / 2);
    }
    List<Node> copies = RoundTrip.of(many);
    for (int i = 0; i < 100; i++) {
      assertSame(copies.get(i / 2), copies.get(i).other);
    }
  }

  static final class Replaced implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Replaced ONLY = new Replaced();

    private Object writeReplace() {
      return new Stand();
    }

    private static final class Stand implements Serializable {
      private static final long serialVersionUID = 1L;

      private Object readResolve() {
        return ONLY;
      }
    }
  }

  static class Custom implements Serializable {
    private static final long serialVersionUID = 1L;
    transient int doubled = 4;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(doubled * 2);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      doubled = in.readInt() / 2;
    }
  }

  static class CustomBelow extends Custom {
    private static final long serialVersionUID = 1L;
    int own = 3;
  }

  public static class External implements Externalizable {
    private static final long serialVersionUID = 1L;
    int value;

    public External() {}

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(value + 1);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      value = in.readInt() - 1;
    }
  }

  record ReplacingRecord(int x) implements Serializable {
    private Object writeReplace() {
      return "replaced " + x;
    }
  }

  @Test
  void ownJavaSerializationIsObeyed() {
    assertSame(Replaced.ONLY, RoundTrip.of(Replaced.ONLY));
    Object[] many = RoundTrip.of(new Object[] {Replaced.ONLY, new Custom(), Replaced.ONLY, "end"});
    assertSame(Replaced.ONLY, many[0]);
    assertEquals(4, ((Custom) many[1]).doubled);
    assertSame(Replaced.ONLY, many[2]);
    assertEquals("end", many[3]);
    CustomBelow below = RoundTrip.of(new CustomBelow());
    assertEquals(4, below.doubled);
    assertEquals(3, below.own);
    External external = new External();
    external.value = 9;
    assertEquals(9, RoundTrip.of(external).value);
    Object replaced = RoundTrip.of((Object) new ReplacingRecord(3));
    assertEquals("replaced 3", replaced);
  }

  static class Problem extends Exception {
    private static final long serialVersionUID = 1L;
    final int code;
    final ArrayList<String> details = new ArrayList<>(List.of("d"));

    Problem(String message, int code, Throwable cause) {
      super(message, cause);
      this.code = code;
    }
  }

  @Test
  void throwablesKeepEverything() {
    Problem problem = new Problem("p", 3, new IllegalStateException("cause"));
    problem.addSuppressed(new IOException("suppressed"));
    problem.getCause().addSuppressed(problem);
    Problem copy = RoundTrip.of(problem);
    assertEquals("p", copy.getMessage());
    assertEquals(3, copy.code);
    assertEquals(List.of("d"), copy.details);
    assertInstanceOf(IOException.class, copy.getSuppressed()[0]);
    assertSame(copy, copy.getCause().getSuppressed()[0]);
    assertArrayEquals(problem.getStackTrace(), copy.getStackTrace());
    assertEquals(
        "deep", RoundTrip.of(new Error(new AssertionError("deep"))).getCause().getMessage());
    Object[] two = RoundTrip.of(new Object[] {problem, problem.getCause()});
    assertSame(((Throwable) two[0]).getCause(), two[1]);
  }

  interface Greeter {
    String greet(String name);
  }

  static class Handler implements InvocationHandler {
    private final String greeting;

    Handler(String greeting) {
      this.greeting = greeting;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return greeting + " " + arguments[0];
    }
  }

  @Test
  void proxiesTravel() {
    Greeter value =
        (Greeter)
            Proxy.newProxyInstance(
                Greeter.class.getClassLoader(),
                new Class<?>[] {Greeter.class},
                new Handler("hello"));
    assertEquals("hello you", RoundTrip.of(value).greet("you"));
    assertEquals(
        "hello us", RoundTrip.of(new ArrayList<>(List.of(value, value))).get(1).greet("us"));
  }

  static class KryosOwnWay implements KryoSerializable {
    transient int value = 1;

    @Override
    public void write(Kryo kryo, Output output) {
      output.writeString("as text " + value);
    }

    @Override
    public void read(Kryo kryo, Input input) {
      value = Integer.parseInt(input.readString().substring(8));
    }
  }

  @Test
  void kryosOwnWayIsObeyed() {
    KryosOwnWay value = new KryosOwnWay();
    value.value = 77;
    assertEquals(77, RoundTrip.of(value).value);
  }

  static class Falsified {
    final List<String> strings = new ArrayList<>();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void declaredTypeArgumentsAreNotTrusted() {
    Falsified value = new Falsified();
    ((List) value.strings).add(5);
    assertEquals(5, ((List<?>) RoundTrip.of(value).strings).get(0));
  }

  @Test
  void encodingLeavesTheValueAlone() {
    Plain value = new Plain("same");
    RoundTrip.encode(new Object[] {value, value});
    assertEquals("never sent", value.passing);
    assertTrue(value.any instanceof List);
  }
}
