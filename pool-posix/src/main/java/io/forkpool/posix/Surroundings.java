package io.forkpool.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the availability of fork depends on, as text. Read from system properties and {@code /proc},
 * in about a millisecond; nothing is loaded for it.
 *
 * @param os the system's name
 * @param vm the JVM's name
 * @param maps the mappings of this process, as {@code /proc/self/maps} lists them; empty elsewhere
 *     than on Linux
 * @param threads the names of its OS threads, cut at 15 characters
 * @param status {@code /proc/self/status}
 * @param nativePart whether the C part for this system is on the class path
 */
record Surroundings(
    String os,
    String vm,
    List<String> maps,
    List<String> threads,
    List<String> status,
    boolean nativePart) {

  /** Those of this process, now. */
  static Surroundings current() {
    String resource = NativePart.resource();
    return new Surroundings(
        System.getProperty("os.name", ""),
        System.getProperty("java.vm.name", ""),
        lines("/proc/self/maps"),
        threadNames(),
        lines("/proc/self/status"),
        resource != null && Surroundings.class.getResource("/" + resource) != null);
  }

  private static List<String> lines(String file) {
    try {
      // Names of files may be in any encoding.
      return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> threadNames() {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        names.addAll(lines(task + "/comm")); // none of a thread that has ended meanwhile
      }
    } catch (IOException e) {
      return List.of();
    }
    return names;
  }
}
