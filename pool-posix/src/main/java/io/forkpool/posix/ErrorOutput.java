package io.forkpool.posix;

import io.forkpool.spi.ChildRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the children of a fork server write their errors to. Workers: to a pipe each, which the
 * application reads. The user's own processes: to what the application's stderr is, so that nothing
 * is on its way when one has ended, and no thread is needed to pass it on.
 *
 * <p>The server was started with a stderr of its own. What the application's is it opens by the
 * name that Linux gives it, which is the same thing for a terminal, a pipe, and a file that is
 * written to at its end. A file that is not would be written to by both at the same place, and a
 * socket has no name to be opened by: these have a pipe for each child again.
 *
 * @param shared the descriptor that all children write to; negative if each has a pipe
 */
record ErrorOutput(int shared) {
  /** A pipe for each child. */
  static final ErrorOutput PIPES = new ErrorOutput(-1);

  private static final int O_WRONLY = 1;
  private static final int O_NOCTTY = 0x100;
  private static final int O_APPEND = 0x400;

  /** In a fork server: what suits its children. */
  static ErrorOutput of(ChildRole role, Native system) {
    Path process = Path.of("/proc", Integer.toString(system.getppid()));
    if (role == ChildRole.WORKER || !isShareable(process)) {
      return PIPES;
    }
    try {
      return new ErrorOutput(
          system.open(process.resolve("fd/2").toString(), O_WRONLY | O_NOCTTY | O_APPEND));
    } catch (PosixException e) {
      System.getLogger(ErrorOutput.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "the application's stderr cannot be opened", e);
      return PIPES;
    }
  }

  private static boolean isShareable(Path process) {
    Path errors = process.resolve("fd/2");
    try {
      String name = Files.readSymbolicLink(errors).toString();
      return Files.isRegularFile(errors)
          ? isAppendedTo(process.resolve("fdinfo/2"))
          : name.startsWith("/dev/") || name.startsWith("pipe:");
    } catch (IOException e) {
      return false; // it has none, or has gone
    }
  }

  /** The flags are octal; see proc(5). */
  private static boolean isAppendedTo(Path info) throws IOException {
    for (String line : Files.readAllLines(info)) {
      if (line.startsWith("flags:")) {
        return (Integer.parseInt(line.substring("flags:".length()).trim(), 8) & O_APPEND) != 0;
      }
    }
    return false;
  }

  boolean isShared() {
    return shared >= 0;
  }
}
