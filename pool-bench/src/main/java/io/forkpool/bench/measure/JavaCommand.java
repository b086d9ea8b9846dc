package io.forkpool.bench.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a further program of this jar, in a JVM of its own. */
public final class JavaCommand {
  private JavaCommand() {}

  /**
   * Makes a command with the JDK and the class path of this JVM.
   *
   * @param flags of the JVM
   * @param program its main class
   * @param args of the program
   * @return the words; the caller may add more
   */
  public static List<String> of(List<String> flags, Class<?> program, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /**
   * Gives the flag by which a program that forks itself says so.
   *
   * @return the flag on JDK 24 and later, which warn without it; nothing before
   */
  public static List<String> nativeAccess() {
    return Runtime.version().feature() >= 24
        ? List.of("--enable-native-access=ALL-UNNAMED")
        : List.of();
  }
}
