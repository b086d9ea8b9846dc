package io.forkpool.posix;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code -Xcheck:jni} has to say about this module's natives. A warning, or a fatal error, is
 * followed by the stack of the call; the topmost frame tells whose native method it was. JNA gives
 * some, too: when it is loaded, and in the methods of {@link JnaNative} that it implements; but of
 * those, forkpool_bind is ours.
 */
final class JniWarnings {
  private static final String OWN = "at io.forkpool.posix.";

  private JniWarnings() {}

  static List<String> ownIn(String output) {
    List<String> found = new ArrayList<>();
    List<String> lines = output.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.contains("Re-registering of platform native method")) {
        found.add(line);
      } else if (isWarning(line) && isOwn(lines.subList(i + 1, lines.size()))) {
        found.add(line);
      }
    }
    return found;
  }

  private static boolean isWarning(String line) {
    return line.startsWith("WARNING") || line.startsWith("FATAL ERROR in native method");
  }

  private static boolean isOwn(List<String> stackAndMore) {
    String top = stackAndMore.stream().findFirst().orElse("").strip();
    return top.startsWith(OWN)
        && (!top.startsWith(OWN + "JnaNative$") || top.contains(".forkpool_bind("));
  }
}
