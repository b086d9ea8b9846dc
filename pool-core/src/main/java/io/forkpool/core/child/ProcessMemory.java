package io.forkpool.core.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much memory this process has, in bytes. */
interface ProcessMemory {
  /** What of its memory is in RAM, found fast; {@link #own} is not more. */
  long resident();

  /** What of that it shares with nobody: what the system would get back if it ended. */
  long own();

  /** How much the heap takes now, used or not. */
  default long heapSize() {
    return Runtime.getRuntime().totalMemory();
  }

  /** How much of the heap is used, garbage included. */
  default long heapUsed() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The memory of the process that runs this. */
  static ProcessMemory ofThisProcess() {
    return Files.isReadable(Linux.ROLLUP) ? new Linux() : new HeapOnly();
  }

  /**
   * As Linux tells it (proc(5)), since 4.14. What is resident in a forked process is also what it
   * shares with its parent; the kernel goes through all pages to find out which are its own, some
   * milliseconds for each GB.
   */
  final class Linux implements ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");

    @Override
    public long resident() {
      return sum(STATUS, List.of("VmRSS:"));
    }

    @Override
    public long own() {
      return sum(ROLLUP, List.of("Private_Clean:", "Private_Dirty:"));
    }

    /** Adds up lines such as {@code VmRSS: 1234 kB}. */
    private static long sum(Path file, List<String> names) {
      long kilobytes = 0;
      try {
        for (String line : Files.readAllLines(file)) {
          for (String name : names) {
            if (line.startsWith(name)) {
              kilobytes += Long.parseLong(line.replaceAll("\\D+", ""));
            }
          }
        }
      } catch (IOException e) {
        System.getLogger("io.forkpool")
            .log(System.Logger.Level.WARNING, "cannot find out how much memory this takes", e);
        return 0;
      }
      return kilobytes * 1024;
    }
  }

  /** Where the system does not tell. */
  final class HeapOnly implements ProcessMemory {
    @Override
    public long resident() {
      return heapSize();
    }

    @Override
    public long own() {
      return heapSize();
    }
  }
}
