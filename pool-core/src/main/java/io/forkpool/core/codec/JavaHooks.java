package io.forkpool.core.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** Finds the methods by which a class takes part in its own Java serialization. */
final class JavaHooks {
  private JavaHooks() {}

  /**
   * Whether {@code type} or a user class above it has such a method; the JDK's own classes above do
   * not count.
   */
  static boolean declaredBy(Class<?> type) {
    if (Externalizable.class.isAssignableFrom(type)) {
      return true;
    }
    for (Class<?> each = type;
        each != null && !JdkClasses.contains(each);
        each = each.getSuperclass()) {
      if (has(each, "writeReplace")
          || has(each, "readResolve")
          || has(each, "writeObject", ObjectOutputStream.class)
          || has(each, "readObject", ObjectInputStream.class)
          || hasPersistentFields(each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Class<?> type, String name, Class<?>... parameters) {
    try {
      type.getDeclaredMethod(name, parameters);
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static boolean hasPersistentFields(Class<?> type) {
    try {
      type.getDeclaredField("serialPersistentFields");
      return true;
    } catch (NoSuchFieldException e) {
      return false;
    }
  }
}
