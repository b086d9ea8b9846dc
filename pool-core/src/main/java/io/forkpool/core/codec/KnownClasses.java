package io.forkpool.core.codec;

import java.util.HashMap;
import java.util.Map;

/**
 * Classes whose name travels as a number. The numbers are positions in this list, so both ends must
 * run the same forkpool; append only. Listed by name, that none is loaded before it is used.
 */
final class KnownClasses {
  /** What stands for every Java-serialized object, whose own stream names its class. */
  static final int JAVA_STREAM = 0;

  static final int LAMBDA = 1;
  static final int PROXY = 2;

  private static final String[] NAMES = {
    "io.forkpool.core.codec.JavaStreamSerializer",
    "io.forkpool.core.codec.LambdaSerializer",
    "io.forkpool.core.codec.ProxySerializer",
    "java.lang.Integer",
    "java.lang.Long",
    "java.lang.Double",
    "java.lang.Boolean",
    "java.lang.String",
    "java.lang.Float",
    "java.lang.Short",
    "java.lang.Byte",
    "java.lang.Character",
    "java.lang.Object",
    "[B",
    "[I",
    "[J",
    "[D",
    "[F",
    "[C",
    "[S",
    "[Z",
    "[Ljava.lang.Object;",
    "[Ljava.lang.String;",
    "java.util.ArrayList",
    "java.util.HashMap",
    "java.util.LinkedHashMap",
    "java.util.HashSet",
    "java.util.LinkedHashSet",
    "java.util.LinkedList",
    "java.util.ArrayDeque",
    "java.util.TreeMap",
    "java.util.TreeSet",
    "java.util.concurrent.ConcurrentHashMap",
    "java.util.ImmutableCollections$List12",
    "java.util.ImmutableCollections$ListN",
    "java.util.ImmutableCollections$Set12",
    "java.util.ImmutableCollections$SetN",
    "java.util.ImmutableCollections$Map1",
    "java.util.ImmutableCollections$MapN",
    "java.util.Arrays$ArrayList",
    "java.util.Collections$EmptyList",
    "java.util.Collections$EmptyMap",
    "java.util.Collections$EmptySet",
    "java.util.KeyValueHolder",
    "java.util.AbstractMap$SimpleEntry",
    "java.util.AbstractMap$SimpleImmutableEntry",
    "java.util.Optional",
    "java.util.UUID",
    "java.math.BigInteger",
    "java.math.BigDecimal",
    "java.time.Instant",
    "java.time.Duration",
    "java.time.LocalDate",
    "java.time.LocalDateTime",
    "java.lang.Class",
    "io.forkpool.core.codec.HandleSerializer",
  };

  private static final Map<String, Integer> NUMBERS = numbers();

  /** What stands for all that travels by a handle, which names its own class. */
  static final int BY_HANDLE = NUMBERS.get("io.forkpool.core.codec.HandleSerializer");

  private KnownClasses() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>(2 * NAMES.length);
    for (int i = 0; i < NAMES.length; i++) {
      numbers.put(NAMES[i], i);
    }
    return numbers;
  }

  /** The number of a class of the JDK or of this package, or -1. */
  static int numberOf(Class<?> type) {
    return NUMBERS.getOrDefault(type.getName(), -1);
  }

  /** Whether a class has a number, and so comes without its name. */
  static boolean isNumbered(String name) {
    return NUMBERS.containsKey(name);
  }

  static int count() {
    return NAMES.length;
  }

  static Class<?> load(int number) {
    try {
      return Class.forName(NAMES[number], false, KnownClasses.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new NoClassDefFoundError(NAMES[number]);
    }
  }
}
