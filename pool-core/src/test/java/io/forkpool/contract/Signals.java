package io.forkpool.contract;

import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals to processes, and whether a process still runs. */
final class Signals {
  private static final long SIGINT = 1 << (2 - 1);

  private Signals() {}

  /** Sends a signal by its short name, such as {@code KILL}. */
  static void send(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start().waitFor();
  }

  /**
   * Has a signal sent to this process, a little later, and waits to die of it. Later, since SIGSEGV
   * makes HotSpot report the fault, for which it allocates: had the signal come while this thread
   * was in malloc itself, it would wait for its own lock (until {@code -XX:ErrorLogTimeout}).
   */
  static void sendToSelf(String signal) throws IOException, InterruptedException {
    long self = ThisProcess.pid();
    new ProcessBuilder("sh", "-c", "sleep 0.2; kill -" + signal + " " + self).inheritIO().start();
    Thread.sleep(Long.MAX_VALUE);
  }

  /**
   * Tells whether this process was started with SIGINT ignored, as a shell without job control does
   * with what it runs in the background. The JVMs that it starts inherit that.
   */
  static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT) != 0);
  }

  /**
   * Tells whether a process runs. A zombie does not: an orphan may wait long to be reaped where
   * process 1 is no init, as in containers.
   */
  static boolean isAlive(long pid) {
    if (Files.isDirectory(Path.of("/proc/self"))) {
      try {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
      } catch (IOException gone) {
        return false;
      }
    }
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
