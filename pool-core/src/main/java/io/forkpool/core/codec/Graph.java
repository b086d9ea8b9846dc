package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.util.Util;

/**
 * A Kryo, configured, with what it needs for one graph at a time.
 *
 * <p>Settings, and why: references are on, as user graphs have cycles; registration is not
 * required, as users register nothing; resetting is ours, so that it happens once a value and costs
 * little; generics are off, because Kryo trusts declared type arguments that unchecked casts can
 * falsify.
 */
final class Graph {
  private static final String UNSAFE = "kryo.unsafe";

  static {
    forgoUnsafe();
  }

  private final Kryo kryo;

  Graph(NamedClasses named, LambdaShapes shapes) {
    kryo = new Kryo(new ClassTable(named, shapes), new References());
    kryo.setClassLoader(named.loader());
    kryo.setRegistrationRequired(false);
    kryo.setAutoReset(false);
    kryo.setOptimizedGenerics(false);
    kryo.setInstantiatorStrategy(new Instantiators());
  }

  /**
   * Since JDK 24 the first touch of sun.misc.Unsafe prints a warning on stderr, which is the
   * user's. Kryo touches it unless this property says no when its Util is initialized; nothing here
   * needs it. The property is put back at once, and one that the user has set is obeyed.
   */
  private static void forgoUnsafe() {
    if (Runtime.version().feature() < 24 || System.getProperty(UNSAFE) != null) {
      return;
    }
    System.setProperty(UNSAFE, "false");
    try {
      Util.isUnsafeAvailable();
    } finally {
      System.clearProperty(UNSAFE);
    }
  }

  void write(ValueOutput output, Object value) {
    kryo.writeClassAndObject(output, value);
    kryo.reset();
  }

  Object read(ValueInput input) {
    Object value = kryo.readClassAndObject(input);
    kryo.reset();
    return value;
  }
}
