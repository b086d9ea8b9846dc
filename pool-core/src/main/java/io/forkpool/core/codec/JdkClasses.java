package io.forkpool.core.codec;

/** Tells the JDK's classes from users', and finds both. */
final class JdkClasses {
  private JdkClasses() {}

  /**
   * Whether {@code type} is of the boot or platform loader, or an array of such: its fields are
   * closed to us.
   */
  static boolean contains(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /**
   * Loads, without initializing, a class by the name {@link Class#getName} gives.
   *
   * @throws MissingClass if neither {@code loader} nor this library's own has it
   */
  static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      try {
        return Class.forName(name, false, JdkClasses.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError ignored) {
        throw new MissingClass(name, e);
      }
    }
  }

  /** A class that the bytes name and this JVM lacks; never leaves the package. */
  static final class MissingClass extends com.esotericsoftware.kryo.KryoException {
    private static final long serialVersionUID = 1L;

    final String className;

    MissingClass(String className, Throwable cause) {
      super("class " + className + " could not be loaded", cause);
      this.className = className;
    }
  }
}
