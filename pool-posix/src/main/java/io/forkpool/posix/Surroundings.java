package io.forkpool.posix;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the availability of fork depends on, as text. Read from system properties and {@code /proc},
 * in about a millisecond. Every program with this module pays for it, so: no streams, no lambdas,
 * which take 10 ms when they are a program's first.
 *
 * @param os the system's name
 * @param vm the JVM's name
 * @param maps the mappings of this process, as {@code /proc/self/maps} lists them; empty elsewhere
 *     than on Linux
 * @param threads the names of its OS threads, cut at 15 characters
 * @param status {@code /proc/self/status}
 * @param nativePart whether the C part for this system is on the class path
 * @param flags what was said to the JVM, in the order in which it listens: the last one counts.
 *     None of a file of arguments, which the command line only names
 */
record Surroundings(
    String os,
    String vm,
    List<String> maps,
    List<String> threads,
    List<String> status,
    boolean nativePart,
    List<String> flags) {

  /** Those of this process, now. */
  static Surroundings current() {
    String resource = NativePart.resource();
    return new Surroundings(
        System.getProperty("os.name", ""),
        System.getProperty("java.vm.name", ""),
        lines("/proc/self/maps"),
        threadNames(),
        lines("/proc/self/status"),
        resource != null && Surroundings.class.getResource("/" + resource) != null,
        flagsAsGiven());
  }

  /** See the java command's "JDK_JAVA_OPTIONS", and arguments.cpp for the other two. */
  private static List<String> flagsAsGiven() {
    List<String> flags = new ArrayList<>();
    addWords(flags, System.getenv("JAVA_TOOL_OPTIONS"), "\\s+");
    addWords(flags, System.getenv("JDK_JAVA_OPTIONS"), "\\s+");
    for (String line : lines("/proc/self/cmdline")) {
      addWords(flags, line, "\0");
    }
    addWords(flags, System.getenv("_JAVA_OPTIONS"), "\\s+");
    return flags;
  }

  private static void addWords(List<String> words, String text, String between) {
    if (text != null) {
      words.addAll(List.of(text.split(between)));
    }
  }

  private static List<String> lines(String file) {
    try (FileInputStream stream = new FileInputStream(file)) {
      // Names of files may be in any encoding.
      return List.of(new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n"));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> threadNames() {
    List<String> names = new ArrayList<>();
    String[] tasks = new File("/proc/self/task").list();
    if (tasks != null) {
      for (String task : tasks) {
        names.addAll(lines("/proc/self/task/" + task + "/comm")); // none of one that has ended
      }
    }
    return names;
  }
}
