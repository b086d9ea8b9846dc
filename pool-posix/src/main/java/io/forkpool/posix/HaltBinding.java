package io.forkpool.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * In a child: makes {@code System.exit} and {@code Runtime.halt} end in {@code _exit(2)}. The JVM's
 * own end would remove the parent's performance counters' file, and wait for ghosts.
 */
final class HaltBinding implements Consumer<Object> {
  private static final Class<?> SHUTDOWN = Reach.find("java.lang.Shutdown");

  /** Called by forEach, not directly: jvm.c says why. */
  private static final List<Object> ARGUMENTS = new ArrayList<>(List.of(SHUTDOWN));

  private HaltBinding() {}

  /** Loads what is needed. */
  static void prepare() {
    ARGUMENTS.forEach(Object::getClass);
  }

  static void replace() {
    ARGUMENTS.forEach(new HaltBinding());
  }

  @Override
  public native void accept(Object shutdown);
}
