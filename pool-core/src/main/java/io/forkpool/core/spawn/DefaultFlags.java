package io.forkpool.core.spawn;

import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The flags that children get unless they, or this JVM, were told otherwise: the serial collector,
 * which starts fastest and takes one thread where each of several processes has one to spare; and a
 * heap share such that all children together fit into memory beside this JVM.
 */
final class DefaultFlags {
  /** What children may take together, beside the quarter that a JVM takes by default. */
  private static final double CHILDREN_PERCENT = 60;

  /** More than a JVM takes by default is of no use to one child. */
  private static final double MOST_PERCENT = 25;

  /**
   * Names the class that opens channels. Without it a child opens each jar of its class path to
   * look for one (java.nio.channels.spi.SelectorProvider), and finds what this JVM has found.
   */
  private static final String SELECTORS = "-Djava.nio.channels.spi.SelectorProvider=";

  private static final String JDK_SELECTORS = "sun.nio.ch.";

  private DefaultFlags() {}

  static List<String> of(List<String> told, int siblings) {
    List<String> flags = new ArrayList<>();
    if (told.stream().noneMatch(DefaultFlags::choosesCollector)) {
      flags.add("-XX:+UseSerialGC");
    }
    if (told.stream().noneMatch(DefaultFlags::setsHeap)) {
      double share = Math.min(MOST_PERCENT, CHILDREN_PERCENT / siblings);
      flags.add(String.format(Locale.ROOT, "-XX:MaxRAMPercentage=%.2f", share));
    }
    // No file in the temporary directory that a killed child would leave there.
    flags.add("-XX:-UsePerfData");
    String selectors = SelectorProvider.provider().getClass().getName();
    if (selectors.startsWith(JDK_SELECTORS)
        && told.stream().noneMatch(flag -> flag.startsWith(SELECTORS))) {
      flags.add(SELECTORS + selectors);
    }
    return flags;
  }

  static boolean choosesCollector(String flag) {
    return flag.matches("-XX:[+-]Use\\w*GC");
  }

  private static boolean setsHeap(String flag) {
    return flag.startsWith("-Xmx")
        || flag.startsWith("-XX:MaxHeapSize")
        || flag.startsWith("-XX:MaxRAM");
  }
}
