package io.forkpool.core.memory;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much memory can be had: what the file system, the machine and the control group leave. It is
 * looked at before the first page is taken, since a machine, or a group, that is out of memory
 * kills processes, and maybe others. What changes afterwards nobody can know.
 */
final class Room {
  private static final List<String> IN_MEMORY = List.of("tmpfs", "ramfs", "hugetlbfs");

  private final Path proc;
  private final Path groups;

  Room(Path proc, Path groups) {
    this.proc = proc;
    this.groups = groups;
  }

  static Room ofThisMachine() {
    return new Room(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  /** Why so many bytes cannot be had in a directory; null if they can. */
  String objection(long bytes, Path directory) throws IOException {
    FileStore store = Files.getFileStore(directory);
    long usable = store.getUsableSpace();
    if (bytes > usable) {
      return directory
          + " has room for "
          + usable
          + " bytes; make that larger (containers: --shm-size), or name another place by -D"
          + MemoryDirectory.PROPERTY
          + "=DIRECTORY";
    }
    if (!IN_MEMORY.contains(store.type())) {
      return null;
    }
    long available = available();
    if (bytes > available) {
      return "the machine has " + available + " bytes of memory left";
    }
    OptionalLong left = leftInGroup();
    return left.isPresent() && bytes > left.getAsLong()
        ? "the control group of this process has " + left.getAsLong() + " bytes of memory left"
        : null;
  }

  /** What can be taken without harm, and the swap space. */
  private long available() throws IOException {
    List<String> lines = Files.readAllLines(proc.resolve("meminfo"));
    return number(lines, "MemAvailable:") * 1024 + number(lines, "SwapFree:") * 1024;
  }

  /** Empty if there is no limit, or none that can be seen. What the page cache has can be taken. */
  private OptionalLong leftInGroup() throws IOException {
    for (String line : Files.readAllLines(proc.resolve("self/cgroup"))) {
      String[] parts = line.split(":", 3);
      try {
        if (parts[1].isEmpty()) {
          return left(group(groups, parts[2]), "memory.max", "memory.current", "");
        }
        if (List.of(parts[1].split(",")).contains("memory")) {
          Path root = groups.resolve("memory");
          return left(
              group(root, parts[2]), "memory.limit_in_bytes", "memory.usage_in_bytes", "total_");
        }
      } catch (NoSuchFileException e) {
        // The other version of control groups has it, or nobody.
      }
    }
    return OptionalLong.empty();
  }

  /** In a container the path is often one of the outside, and its own group is the root. */
  private static Path group(Path root, String path) {
    Path group = root.resolve(path.substring(1));
    return Files.isDirectory(group) ? group : root;
  }

  private static OptionalLong left(Path group, String limit, String usage, String prefix)
      throws IOException {
    String most = Files.readString(group.resolve(limit)).strip();
    if (most.equals("max")) {
      return OptionalLong.empty();
    }
    List<String> counts = Files.readAllLines(group.resolve("memory.stat"));
    long cache = number(counts, prefix + "inactive_file") + number(counts, prefix + "active_file");
    long used = Long.parseLong(Files.readString(group.resolve(usage)).strip());
    return OptionalLong.of(Math.max(0, Long.parseLong(most) - Math.max(0, used - cache)));
  }

  private static long number(List<String> lines, String key) {
    for (String line : lines) {
      String[] words = line.split("\\s+");
      if (words[0].equals(key)) {
        return Long.parseLong(words[1]);
      }
    }
    return 0;
  }
}
