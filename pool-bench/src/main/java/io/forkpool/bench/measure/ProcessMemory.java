package io.forkpool.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The resident memory of a process, as {@code /proc/PID/smaps_rollup} has it: Linux only.
 *
 * @param proportionalBytes its share: a page that n processes have counts for an nth ({@code Pss})
 * @param privateBytes what no other process has ({@code Private_Clean} and {@code Private_Dirty})
 */
public record ProcessMemory(long proportionalBytes, long privateBytes) {

  /**
   * Looks at a process.
   *
   * @param pid its id
   * @return its memory now
   * @throws IOException if it has gone, or is not ours to look at
   */
  public static ProcessMemory of(long pid) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
    return new ProcessMemory(sum(lines, "Pss:"), sum(lines, "Private_"));
  }

  private static long sum(List<String> lines, String prefix) {
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }
}
