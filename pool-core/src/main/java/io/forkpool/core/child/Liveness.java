package io.forkpool.core.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether the process that has started this one still runs. Its start time is remembered, so that
 * another process with its id is not taken for it. A process that has ended, and that nobody has
 * reaped, does not run: in a container whose first process is no {@code init} nobody ever does.
 * Thread-safe.
 */
final class Liveness {
  private final long pid;
  private final Optional<ProcessHandle> process;

  Liveness(long pid) {
    this.pid = pid;
    this.process = ProcessHandle.of(pid);
  }

  /**
   * The kernel gives an orphan another parent at once; a fork server's child has another anyway.
   */
  boolean isAlive() {
    long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
    return parent == pid || process.filter(Liveness::runs).isPresent();
  }

  private static boolean runs(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat"); // proc(5)
    try {
      String text = Files.readString(stat);
      return !text.startsWith("Z", text.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return process.isAlive(); // it has gone just now, or this system has no such file
    }
  }
}
