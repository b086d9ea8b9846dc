package io.forkpool.core.memory;

import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Where a file is open.
 *
 * @param pid of the process
 * @param descriptor its number there
 */
record Place(long pid, int descriptor) implements Serializable {
  private static final Path OWN = Path.of("/proc/self/fd");

  static Place here(int descriptor) {
    return new Place(ThisProcess.pid(), descriptor);
  }

  /** The descriptors of this process whose file has the given link. */
  static Set<Integer> descriptorsOf(String link) throws IOException {
    Set<Integer> found = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(OWN)) {
      for (Path each : all) {
        if (link.equals(linkOf(each))) {
          found.add(Integer.valueOf(each.getFileName().toString()));
        }
      }
    }
    return found;
  }

  Path path() {
    return Path.of("/proc", Long.toString(pid), "fd", Integer.toString(descriptor));
  }

  /** Whether the file that is open there has the given link: has no effect on it. */
  boolean holds(String link) throws IOException {
    return link.equals(linkOf(path()));
  }

  /** Whether the process has ended; false if that is not known. A zombie has. */
  boolean hasEnded() {
    try {
      Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"));
      return false;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Null if there is none, or no more. */
  private static String linkOf(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
