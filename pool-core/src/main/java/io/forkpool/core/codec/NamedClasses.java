package io.forkpool.core.codec;

import io.forkpool.ClassFilter;
import java.util.Set;

/**
 * Classes by the names that come in bytes: the one place where such a name becomes a class. Asks
 * the filter first, so that a class that is refused is not even loaded.
 *
 * @param loader finds the classes
 * @param filter tells which of them may be decoded
 */
record NamedClasses(ClassLoader loader, ClassFilter filter) {
  /**
   * What every exception is made of, and the parents that Java serialization names beside a class
   * itself. None does anything of its own when it is decoded but hold what is in it.
   */
  private static final Set<String> ALWAYS =
      Set.of(
          "java.lang.Throwable",
          "java.lang.Exception",
          "java.lang.RuntimeException",
          "java.lang.Error",
          "java.lang.StackTraceElement",
          "java.lang.Number",
          "java.lang.Enum",
          "java.util.Collections$UnmodifiableCollection",
          "java.util.Collections$UnmodifiableList",
          "java.util.Collections$UnmodifiableRandomAccessList");

  /**
   * Loads, without initializing it, a class by the name that {@link Class#getName} gives.
   *
   * @throws RefusedClass if the filter does not allow it
   * @throws JdkClasses.MissingClass if there is none
   */
  Class<?> load(String name) {
    check(name);
    return JdkClasses.load(name, loader);
  }

  /** Throws {@link RefusedClass} if the filter does not allow a class. */
  void check(String name) {
    String element = elementOf(name);
    if (!element.isEmpty()
        && !ALWAYS.contains(element)
        && !KnownClasses.isNumbered(element)
        && !filter.allows(element)) {
      throw new RefusedClass(element);
    }
  }

  /** The name of an array's innermost elements; empty if these are primitives. */
  private static String elementOf(String name) {
    int depth = 0;
    while (depth < name.length() && name.charAt(depth) == '[') {
      depth++;
    }
    if (depth == 0) {
      return name;
    }
    return name.startsWith("L", depth) && name.endsWith(";")
        ? name.substring(depth + 1, name.length() - 1)
        : "";
  }

  /** A class that the bytes name and the filter does not allow; never leaves the package. */
  static final class RefusedClass extends com.esotericsoftware.kryo.KryoException {
    private static final long serialVersionUID = 1L;

    final String className;

    RefusedClass(String className) {
      super("class " + className + " is not accepted");
      this.className = className;
    }
  }
}
