package io.forkpool.core.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell's trap stands for a JVM's handler. */
@Timeout(60)
class UrgentSignalTest {
  private static final int PROMPT_SECONDS = 20;

  @TempDir Path directory;

  private Process process;

  @BeforeEach
  void onlyWhereLinuxTellsOfHandlers() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "no Linux");
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  /** Each line that it prints is awaited by the test. */
  private void shell(String script) throws IOException {
    process = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true).start();
  }

  private void awaitLine(String line) throws IOException {
    assertEquals(line, process.inputReader().readLine());
  }

  private int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(PROMPT_SECONDS, TimeUnit.SECONDS), "it goes on");
    return process.exitValue();
  }

  @Test
  void aHandlerIsCalled() throws Exception {
    shell("trap 'exit 7' URG; echo ready; while :; do sleep 0.01; done");
    awaitLine("ready");
    UrgentSignal.send(process);
    assertEquals(7, exitCode());
  }

  /** While it is reaped its files can be opened, and not be read. */
  @Test
  void aProcessThatEndsMeanwhileIsNoError() throws IOException {
    for (int round = 0; round < 300; round++) {
      shell("exit 0");
      while (process.isAlive()) {
        UrgentSignal.isCaught(process.pid());
      }
    }
  }

  @Test
  void aSignalThatComesBeforeTheHandlerIsSentWhenThatIsThere() throws Exception {
    Path go = directory.resolve("go");
    shell(
        "echo begun; while [ ! -e '"
            + go
            + "' ]; do sleep 0.01; done; trap 'exit 7' URG; while :; do sleep 0.01; done");
    awaitLine("begun");
    UrgentSignal.send(process);
    assertFalse(process.waitFor(100, TimeUnit.MILLISECONDS), "it has no handler");
    Files.createFile(go);
    assertEquals(7, exitCode());
  }

  @Test
  void oneThatHasEndedIsSentNothing() throws Exception {
    shell("exit 3");
    assertEquals(3, exitCode());
    UrgentSignal.send(process);
    assertEquals(3, process.exitValue());
  }
}
