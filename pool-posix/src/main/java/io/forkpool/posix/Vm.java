package io.forkpool.posix;

/**
 * What jvm.c does: suspension of Java threads, and the fork itself. Its methods are bound by {@link
 * JnaNative}; they are called with {@link Forker}'s lock held.
 */
final class Vm {
  /** Threads were never at rest together. */
  static final int RESTLESS = -2;

  private Vm() {}

  /** Looks where this JVM and C library keep what is needed. Returns why that fails, or null. */
  static native String attach(Thread current);

  /** Lists the live platform threads that Java can see; null on failure. */
  static native Thread[] threads();

  /**
   * Suspends threads; a JVMTI error for each, or -1 for one that is in a JNI critical section and
   * therefore not suspended.
   */
  static native int[] suspend(Thread[] threads);

  /**
   * Finds a suspended thread that stands at a bytecode at which the JVM may load, link or
   * initialize a class: the index of the first, or -1.
   */
  static native int mayLink(Thread[] threads);

  /** Resumes threads; a JVMTI error for each. */
  static native int[] resume(Thread[] threads);

  /**
   * Copies the process.
   *
   * @param threads the live Java threads, less the current one
   * @param roles what becomes of each, a {@link ThreadRole#code()}
   * @param kept descriptors that the child gets as they are
   * @param standard what becomes the child's descriptors 0, 1 and 2; -1 for what it is now
   * @param descriptors what the child has of the parent's other sockets, pipes and so on, the
   *     number of a {@link ForkOptions.Descriptors}
   * @param budgetNanos how long to try
   * @return 0 in the child, its process id in the parent; -1 if there is no child, {@link
   *     #RESTLESS} if another time may do: see {@link #failure}
   */
  static native int fork(
      Thread[] threads,
      byte[] roles,
      int[] kept,
      int[] standard,
      int descriptors,
      long budgetNanos);

  /** Why the last fork failed, with the threads that caused it. */
  static native String failure();

  /** The last fork's nanoseconds for pause, clone and re-creation, and its attempts. */
  static native void timing(long[] into);

  /** Ends the process at once: {@code _exit(2)}. */
  static native void exit(int status);
}
