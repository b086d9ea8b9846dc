package io.forkpool.bench.figures;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.util.stream.Collectors;

/** Describes where the figures come from. */
public final class Machine {
  private Machine() {}

  /**
   * Describes this machine and JVM in one line.
   *
   * @return cores, system, JDK and collector
   */
  public static String describe() {
    String collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(MemoryManagerMXBean::getName)
            .collect(Collectors.joining(" + "));
    return "machine: %d cores; %s %s %s; JDK %s, %s; GC %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            System.getProperty("java.runtime.version"),
            System.getProperty("java.vendor"),
            collectors);
  }
}
