package io.forkpool.posix;

/** What becomes of a Java thread in the child. The order is that of {@code enum role} in C. */
enum ThreadRole {
  /** Stays behind; suspended for the time of the fork. */
  GHOST,
  /**
   * A ghost: the main thread after {@code main}, which waits inside the JVM for the others to end.
   */
  DESTROYER,
  /** A thread of the JVM itself, which runs on in both processes. */
  SYSTEM;

  byte code() {
    return (byte) ordinal();
  }
}
