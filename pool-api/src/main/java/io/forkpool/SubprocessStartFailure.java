package io.forkpool;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Says why a command could not be started. The system's own words do not tell one from another. */
final class SubprocessStartFailure {
  private SubprocessStartFailure() {}

  static SubprocessException of(ProcessBuilder command, IOException cause) {
    List<String> words = command.command();
    File directory = command.directory();
    if (directory != null && !directory.isDirectory()) {
      return new SubprocessException(
          "the command %s cannot be run in %s: there is no such directory"
              .formatted(SubprocessException.typed(words), directory),
          words,
          cause);
    }
    String program = words.get(0);
    boolean path = new File(program).getName().length() < program.length();
    String missing = path ? missingFile(program, directory) : missingInPath(program);
    return missing != null
        ? new CommandNotFoundException(missing, words, cause)
        : new SubprocessException(
            "the command %s cannot be started: %s"
                .formatted(SubprocessException.typed(words), cause.getMessage()),
            words,
            cause);
  }

  private static String missingFile(String program, File directory) {
    Path file = (directory == null ? Path.of("") : directory.toPath()).resolve(program);
    return file.toFile().exists()
        ? null
        : "command not found: there is no file " + file.toAbsolutePath().normalize();
  }

  /** The system looks in the PATH of this program, not in that of the command's environment. */
  private static String missingInPath(String program) {
    String path = String.valueOf(System.getenv("PATH"));
    boolean there =
        Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(directory -> new File(directory, program).exists());
    return there
        ? null
        : "command not found: %s is in no directory of PATH (%s); install it, or give its path"
            .formatted(program, path);
  }
}
