package io.forkpool.core.child;

/**
 * Ctrl-C at a terminal sends SIGINT to the parent and all of its children. The parent decides what
 * it means: children ignore it, and end when the parent does.
 *
 * <p>{@code sun.misc.Signal} of the module jdk.unsupported is the only way to say so from Java. It
 * is used by reflection since javac cannot compile a mention of it without a warning; where it is
 * missing the JVM keeps its own handler.
 */
final class TerminalInterrupt {
  private TerminalInterrupt() {}

  /** Loads what {@link #ignore} needs, without an effect. */
  static void load() {
    try {
      Class.forName("sun.misc.SignalHandler").getField("SIG_IGN").get(null);
      Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance("INT");
    } catch (ReflectiveOperationException e) {
      // ignore() tells.
    }
  }

  static void ignore() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      Object ignore = handler.getField("SIG_IGN").get(null);
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, ignore);
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, "SIGINT keeps its handler in this child", e);
    }
  }
}
