package io.forkpool.posix;

/**
 * Something that is to hold when this JVM is forked. {@link CheckProgram} runs it, in a JVM of its
 * own; the constants of a few enums are such.
 */
interface Check {
  /** The name under which it is run and reported: that of the enum constant. */
  String name();

  /** Whether this JDK and machine have what is looked at. */
  default boolean applies() {
    return true;
  }

  /** Runs it in the parent; throws where it does not hold. */
  void run() throws Exception;

  static void check(boolean expectation, String otherwise) {
    if (!expectation) {
      throw new AssertionError(otherwise);
    }
  }
}
