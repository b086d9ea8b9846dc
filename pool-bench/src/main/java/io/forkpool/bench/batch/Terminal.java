package io.forkpool.bench.batch;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether somebody watches: a progress bar in a log file is noise. */
final class Terminal {
  private static final Path STDERR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  static boolean isWatched() {
    Console console = System.console();
    return console != null && isTerminal(console) && stderrIsTerminal();
  }

  /** From JDK 22 on there is a console without a terminal, too; {@code isTerminal} came with it. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJdk22) {
      return true;
    } catch (ReflectiveOperationException failure) {
      return false;
    }
  }

  /** The console speaks of stdin and stdout only; the bar is written to stderr. */
  private static boolean stderrIsTerminal() {
    try {
      return !Files.exists(STDERR) || STDERR.toRealPath().toString().matches("/dev/(pts/|tty).*");
    } catch (IOException unknown) {
      return false;
    }
  }
}
