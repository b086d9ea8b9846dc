package io.forkpool.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The children that a fork server has made ahead, told by their name. */
final class Spares {
  private Spares() {}

  static Set<Long> of(long server) {
    return ProcessHandle.of(server).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .filter(Spares::isSpare)
        .collect(Collectors.toSet());
  }

  static Stream<ProcessHandle> less(Stream<ProcessHandle> children) {
    return children.filter(child -> !isSpare(child.pid()));
  }

  private static boolean isSpare(long pid) {
    try {
      String name = Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
      return name.equals(ServedChild.NAME_OF_A_SPARE);
    } catch (NoSuchFileException e) {
      return false; // it has ended
    } catch (IOException e) {
      if (e.getMessage().contains("No such process")) {
        return false; // just now
      }
      throw new UncheckedIOException(e);
    }
  }
}
