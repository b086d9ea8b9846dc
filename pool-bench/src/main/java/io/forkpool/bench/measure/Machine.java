package io.forkpool.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where figures come from.
 *
 * @param processor what the processor is called, or its architecture where no name is to be had
 * @param cores how many this JVM may use
 * @param memory how much the machine has
 * @param system its name, kernel version and architecture
 * @param jdk version and vendor
 * @param collector of this JVM; workers have their own
 */
public record Machine(
    String processor, int cores, String memory, String system, String jdk, String collector) {

  /**
   * Describes this machine and JVM.
   *
   * @return what is known of them
   */
  public static Machine here() {
    String architecture = System.getProperty("os.arch");
    return new Machine(
        valueOf("/proc/cpuinfo", "model name", architecture),
        Runtime.getRuntime().availableProcessors(),
        gigabytes(valueOf("/proc/meminfo", "MemTotal", "")),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"), System.getProperty("os.version"), architecture),
        System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(MemoryManagerMXBean::getName)
            .collect(Collectors.joining(" + ")));
  }

  /**
   * Says it in one line.
   *
   * @return cores, system, JDK and collector
   */
  public String line() {
    return "machine: %d cores; %s; JDK %s; GC %s".formatted(cores, system, jdk, collector);
  }

  /** The first value of that name in a file of the proc file system, if there is such a file. */
  private static String valueOf(String file, String name, String otherwise) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(file));
    } catch (IOException notThisSystem) {
      return otherwise;
    }
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }

  private static String gigabytes(String kilobytes) {
    String digits = kilobytes.replaceAll("[^0-9]", "");
    return digits.isEmpty()
        ? "unknown"
        : String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(digits) / 1048576.0);
  }
}
