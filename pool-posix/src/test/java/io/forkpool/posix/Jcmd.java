package io.forkpool.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The JDK's tool, of this JVM's JDK. */
final class Jcmd {
  private static final int LIMIT_SECONDS = 30;

  private static final Set<Long> ASKED = ConcurrentHashMap.newKeySet();

  private Jcmd() {}

  /** Checks that {@code jcmd <pid> Thread.print} prints the stacks of this program or a child. */
  static void check(long pid, Check check) throws Exception {
    ASKED.add(pid);
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Path output = Mailbox.of(check).path("jcmd-" + pid);
    Process process =
        new ProcessBuilder(
                tool,
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1",
                "-J-Dsun.tools.attach.attachTimeout=" + TimeUnit.SECONDS.toMillis(LIMIT_SECONDS),
                "" + pid,
                "Thread.print")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    String dump = Files.readString(output);
    Check.check(dump.contains("Full thread dump") && dump.contains("at io.forkpool."), dump);
  }

  /** Whether a child that was asked, and has ended, can still be found by tools. */
  static boolean hasLeftSockets() throws IOException {
    return ASKED.stream()
        .filter(pid -> pid != Posix.getpid())
        .anyMatch(pid -> Files.exists(Path.of("/tmp/.java_pid" + pid)));
  }
}
