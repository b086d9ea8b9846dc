package io.forkpool;

/**
 * A lock that stays locked in the child, because its holder stays behind. Immutable.
 *
 * @param thread the name of the thread that holds it
 * @param lock what it is, for instance {@code java.lang.Object@1b2c3d}
 * @param frame where its holder is: the innermost frame of its stack
 * @param ofJdk whether the JDK's own code has locked it
 */
public record HeldLock(String thread, String lock, String frame, boolean ofJdk) {
  @Override
  public String toString() {
    return "thread \"" + thread + "\" holds " + lock + " in " + frame;
  }
}
