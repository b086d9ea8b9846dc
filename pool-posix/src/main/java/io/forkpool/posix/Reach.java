package io.forkpool.posix;

/**
 * The JDK's private fields and methods, by name (reach.c). JNI does not ask the module system, so
 * no {@code --add-opens} is needed. A null target means a static field. A name that this JDK does
 * not have throws {@link NoSuchFieldError} or {@link NoSuchMethodError}.
 */
final class Reach {
  private Reach() {}

  static native long getLong(Class<?> holder, Object target, String name);

  static native void setLong(Class<?> holder, Object target, String name, long value);

  static native int getInt(Class<?> holder, Object target, String name);

  static native void setInt(Class<?> holder, Object target, String name, int value);

  static native boolean getBoolean(Class<?> holder, Object target, String name);

  static native void setBoolean(Class<?> holder, Object target, String name, boolean value);

  static native Object getObject(Class<?> holder, Object target, String name, String type);

  static native void setObject(
      Class<?> holder, Object target, String name, String type, Object value);

  /** Tells whether a class has been initialized; does not initialize it. */
  static native boolean isInitialized(Class<?> type);

  /**
   * Finds a class of the JDK without initializing it.
   *
   * @return null if this JDK has no such class
   */
  static Class<?> find(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /**
   * Calls an instance method, or a static one that returns nothing, with up to four parameters, all
   * references; drops its result.
   */
  static native void call(
      Class<?> holder, Object target, String name, String signature, Object[] arguments);
}
