package io.forkpool.core.child;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that hangs before it has a lifeline, and whose parent is killed. */
class OrphanWatchTest {
  /** The parent, which starts the child; or the child, which hangs. */
  public static final class Program {
    public static void main(String[] args) throws Exception {
      if (args[0].equals("child")) {
        OrphanWatch.start(Long.parseLong(args[1]));
        Thread.sleep(600_000);
      }
      ProcessBuilder builder = java();
      builder.command().add("child");
      builder.command().add(Long.toString(ProcessHandle.current().pid()));
      Process child = builder.start();
      Files.writeString(Path.of(args[0] + ".new"), Long.toString(child.pid()));
      Files.move(Path.of(args[0] + ".new"), Path.of(args[0]));
      Thread.sleep(600_000);
    }
  }

  private static ProcessBuilder java() {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName())
        .inheritIO();
  }

  @Test
  void aPreloadThatHangsDoesNotOutliveTheParent(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("pid");
    ProcessBuilder builder = java();
    List<String> command = builder.command();
    command.add(file.toString());
    Process parent = builder.start();
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file));
    ProcessHandle child = ProcessHandle.of(Long.parseLong(Files.readString(file))).orElseThrow();
    try {
      parent.destroyForcibly();
      await().atMost(Duration.ofSeconds(20)).until(() -> !child.isAlive());
    } finally {
      child.destroyForcibly();
    }
  }
}
