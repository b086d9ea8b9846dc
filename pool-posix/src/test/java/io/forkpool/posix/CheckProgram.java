package io.forkpool.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs checks one after the other, each with forks of this JVM, and says of each whether it holds:
 *
 * <pre>java ... io.forkpool.posix.CheckProgram [name ...]</pre>
 *
 * Without a name it runs all. Ends with 0 if all hold.
 */
final class CheckProgram {
  static final String HOLDS = "holds: ";
  static final String FAILS = "fails: ";
  static final String DOES_NOT_APPLY = "does not apply: ";

  private static Path directory;

  private CheckProgram() {}

  /** All checks there are. */
  static List<Check> all() {
    return Stream.<Check[]>of(
            VmCheck.values(),
            ExecutorCheck.values(),
            GhostCheck.values(),
            KernelCheck.values(),
            IdentityCheck.values(),
            RandomCheck.values(),
            DescriptorCheck.values(),
            SocketCheck.values(),
            EndCheck.values(),
            HookCheck.values(),
            LockCheck.values(),
            PoolCheck.values())
        .flatMap(Arrays::stream)
        .toList();
  }

  /** Where checks keep their files. */
  static Path directory() {
    return directory;
  }

  public static void main(String[] args) throws Exception {
    directory = Files.createTempDirectory("forkpool-checks");
    List<String> names = List.of(args);
    boolean all = true;
    for (Check check : all()) {
      if (names.isEmpty() || names.contains(check.name())) {
        all &= run(check);
      }
    }
    delete();
    System.exit(all ? 0 : 1);
  }

  private static boolean run(Check check) {
    if (!check.applies()) {
      System.out.println(DOES_NOT_APPLY + check);
      return true;
    }
    try {
      check.run();
      System.out.println(HOLDS + check);
      return true;
    } catch (Exception | AssertionError | LinkageError e) {
      e.printStackTrace(System.out);
      System.out.println(FAILS + check);
      return false;
    }
  }

  private static void delete() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
