package io.forkpool.core.cache;

import java.util.List;
import java.util.Map;

/** What of this JVM's environment the JVMs that it starts must not have. */
public final class ChildEnvironment {
  /** Their flags are among this JVM's own, which children get less what they must not have. */
  private static final List<String> FLAG_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private ChildEnvironment() {}

  /**
   * Takes out what names flags.
   *
   * @param environment that of a child
   */
  public static void clean(Map<String, String> environment) {
    environment.keySet().removeAll(FLAG_VARIABLES);
  }
}
