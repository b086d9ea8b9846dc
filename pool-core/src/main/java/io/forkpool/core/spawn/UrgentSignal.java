package io.forkpool.core.spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Sends SIGURG to a child JVM, for which the JDK has no call: by {@code kill} of the shell, which
 * every POSIX system has. A JVM that begins has no handler yet, and would ignore the signal; Linux
 * tells when it has.
 */
final class UrgentSignal {
  private static final int LOOK_MILLIS = 10;
  private static final Path SHELL = Path.of("/bin/sh");

  /** As in proc(5): bit 22 is signal 23. */
  private static final String CAUGHT = "SigCgt:";

  private static final long URGENT = 1L << 22;

  private UrgentSignal() {}

  /**
   * Sends it once the child has a handler. Does not wait for that.
   *
   * @throws IOException if it cannot be sent
   */
  static void send(Process process) throws IOException {
    if (!Files.isExecutable(SHELL)) {
      throw new IOException("this system has no " + SHELL + " to send a signal by");
    }
    if (isCaught(process.pid())) {
      sendNow(process);
    } else {
      sendWhenCaught(process);
    }
  }

  private static void sendWhenCaught(Process process) {
    Executor later =
        CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);
    later.execute(
        () -> {
          try {
            if (!process.isAlive()) {
              return;
            }
            if (isCaught(process.pid())) {
              sendNow(process);
            } else {
              sendWhenCaught(process);
            }
          } catch (IOException e) {
            System.getLogger("io.forkpool")
                .log(
                    System.Logger.Level.WARNING,
                    "process " + process.pid() + " is not interrupted",
                    e);
          }
        });
  }

  /** Its id is its own as long as it is alive: the JDK reaps it. */
  private static void sendNow(Process process) throws IOException {
    if (process.isAlive()) {
      new ProcessBuilder(SHELL.toString(), "-c", "kill -s URG " + process.pid())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }

  /** Whether it is: true, too, where nothing is told of it. */
  static boolean isCaught(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith(CAUGHT)) {
          long mask = Long.parseUnsignedLong(line.substring(CAUGHT.length()).trim(), 16);
          return (mask & URGENT) != 0;
        }
      }
    } catch (IOException e) {
      return true; // it has ended, before the file was opened or read; or this is not Linux
    }
    return true;
  }
}
