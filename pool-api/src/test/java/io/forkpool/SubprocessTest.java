package io.forkpool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of POSIX")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubprocessTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(800);
  private static final long GONE = 30;

  @TempDir Path directory;

  private static Subprocess sh(String script) {
    return Subprocess.of("sh", "-c", script);
  }

  private static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
    } catch (IOException e) {
      return !Files.exists(Path.of("/proc/self"))
          && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
  }

  private static void awaitGone(String pids) {
    assertFalse(pids.isBlank(), "no pids");
    for (String pid : pids.strip().split("\\s+")) {
      await("the end of " + pid).atMost(PROMPT).until(() -> !isAlive(Long.parseLong(pid)));
    }
  }

  private static void end(String pid) {
    ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
  }

  // ---- exit codes ----

  @Test
  void aCallGivesTheExitCode() throws InterruptedException {
    assertEquals(0, Subprocess.call("true"));
    assertEquals(7, Subprocess.call("sh", "-c", "exit 7"));
    assertEquals(-9, Subprocess.call("sh", "-c", "kill -9 $$"));
  }

  @Test
  void aCheckedCallThrowsUnlessTheCommandSucceeds() throws InterruptedException {
    Subprocess.checkCall("true");
    SubprocessFailedException failure =
        assertThrows(SubprocessFailedException.class, () -> Subprocess.checkCall("false"));
    assertEquals("the command false ended with exit code 1", failure.getMessage());
    assertEquals(List.of("false"), failure.command());
    assertEquals(1, failure.result().exitCode());
  }

  @Test
  void aSignalIsTold() throws InterruptedException {
    SubprocessResult result = sh("echo before; kill -SEGV $$").run();
    assertEquals(new ExitStatus.Signaled(11), result.status());
    assertEquals(-11, result.exitCode());
    assertEquals("before\n", result.text());
  }

  @Test
  void aFailureHasTheLastLinesOfStderr() throws InterruptedException {
    SubprocessResult result =
        sh("echo out; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line $i >&2; done; exit 3")
            .run();
    SubprocessFailedException failure =
        assertThrows(SubprocessFailedException.class, result::requireSuccess);
    String message = failure.getMessage();
    assertTrue(message.contains("ended with exit code 3; the last that it wrote: "), message);
    assertTrue(
        message.endsWith(
            "line 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\nline 10\nline 11\nline 12"),
        message);
    assertFalse(message.contains("line 2\n"), message);
    assertSame(result, failure.result());
    SubprocessResult fine = Subprocess.of("true").run();
    assertSame(fine, fine.requireSuccess());
  }

  // ---- input and output ----

  @Test
  void outputAndErrorsAreCollectedApartOrMerged() throws InterruptedException {
    Subprocess command = sh("echo a; echo b >&2; echo c; exit 4");
    SubprocessResult apart = command.run();
    assertEquals(List.of("a\nc\n", "b\n"), List.of(apart.text(), apart.errorText()));
    assertEquals(4, apart.exitCode());
    SubprocessResult merged = command.withMergedErrors().run();
    assertEquals(List.of("a\nb\nc\n", ""), List.of(merged.text(), merged.errorText()));
  }

  @Test
  void aHundredMegabytesGoInAndOut() throws InterruptedException {
    byte[] input = new byte[100 << 20];
    new Random(1).nextBytes(input);
    SubprocessResult result = Subprocess.of("cat").communicate(input);
    assertArrayEquals(input, result.output());
    assertEquals(0, result.requireSuccess().errors().length);
  }

  @Test
  void allThreeStreamsMayBeFullAtOnce() throws InterruptedException {
    byte[] input = new byte[8 << 20];
    new Random(2).nextBytes(input);
    SubprocessResult result = sh("tee /dev/stderr").communicate(input);
    assertArrayEquals(input, result.output());
    assertArrayEquals(input, result.errors());
  }

  @Test
  void nothingIsLostOfWhatIsWrittenJustBeforeTheEnd() throws InterruptedException {
    Subprocess command = Subprocess.of("head", "-c", "60000", "/dev/zero");
    for (int i = 0; i < 50; i++) {
      assertEquals(60_000, command.run().output().length);
    }
  }

  @Test
  void inputThatIsNotReadIsNoError() throws InterruptedException {
    byte[] input = new byte[10 << 20];
    assertEquals(0, Subprocess.of("true").communicate(input).exitCode());
    assertEquals(1, Subprocess.of("head", "-c", "1").communicate(input).output().length);
    assertEquals(5, sh("exec <&-; sleep 0.1; exit 5").communicate(input).exitCode());
  }

  @Test
  void withoutInputTheCommandSeesAnEmptyOne() throws InterruptedException {
    assertEquals("", Subprocess.of("cat").run().text());
  }

  @Test
  void textHasTheEncodingThatIsSet() throws InterruptedException {
    Subprocess od = Subprocess.of("od", "-An", "-tx1");
    assertEquals("c3 a9", od.communicate("é").text().strip());
    assertEquals("e9", od.withCharset(StandardCharsets.ISO_8859_1).communicate("é").text().strip());
    Subprocess latin = sh("printf '\\351'; printf '\\350' >&2");
    assertEquals("\uFFFD", latin.run().text());
    SubprocessResult read = latin.withCharset(StandardCharsets.ISO_8859_1).run();
    assertEquals("éè", read.text() + read.errorText());
  }

  @Test
  void directoryAndEnvironmentAreTheCommands() throws IOException, InterruptedException {
    Subprocess command =
        sh("pwd -P; echo \"$FORKPOOL_A ${HOME-unset}\"")
            .withDirectory(directory)
            .withEnvironment("FORKPOOL_A", "b c")
            .withEnvironment("HOME", null);
    assertEquals(directory.toRealPath() + "\nb c unset\n", command.run().text());
  }

  // ---- what is left behind ----

  @Test
  void aDaemonThatKeepsTheOutputOpenHoldsNobodyUp() throws InterruptedException {
    SubprocessResult result = sh("sleep 50 & echo $!").withTimeout(PROMPT).run();
    assertEquals(0, result.exitCode());
    assertTrue(isAlive(Long.parseLong(result.text().strip())), "it is not ended");
    end(result.text());
  }

  @Test
  void aDaemonThatWritesForEverHoldsNobodyUp() throws InterruptedException {
    SubprocessResult result = sh("yes & echo $! >&2").withTimeout(PROMPT).run();
    assertEquals(0, result.exitCode());
    awaitGone(result.errorText()); // nobody reads it any more
  }

  @Test
  void noThreadIsLeft() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      Subprocess.of("true").communicate(new byte[1 << 20]);
    }
    assertThrows(
        SubprocessTimeoutException.class,
        () -> Subprocess.of("sleep", "50").withTimeout(SHORT).communicate(new byte[1 << 20]));
    await("the end of what writes") // which is waited for no longer than for a second
        .atMost(PROMPT)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("forkpool-subprocess-input")));
  }

  // ---- limits and interrupts ----

  @Test
  void aCommandOverItsLimitIsKilledWithAllThatItStarted() {
    Duration limit = SHORT;
    SubprocessTimeoutException late = killed(limit);
    while (late.result().text().isBlank() && limit.compareTo(PROMPT) < 0) {
      limit = limit.multipliedBy(4); // on a busy machine it had not even begun
      late = killed(limit);
    }
    assertEquals(limit, late.limit());
    assertEquals(new ExitStatus.Signaled(9), late.result().status());
    awaitGone(late.result().text());
    assertTrue(
        late.getMessage()
            .contains("took longer than its limit of " + limit + " and was killed; the last"),
        late.getMessage());
  }

  private static SubprocessTimeoutException killed(Duration limit) {
    Subprocess command = sh("sleep 50 & echo $! $$; sleep 50").withTimeout(limit);
    long start = System.nanoTime();
    SubprocessTimeoutException late =
        assertThrows(SubprocessTimeoutException.class, () -> command.communicate("x"));
    assertTrue(System.nanoTime() - start >= limit.toNanos(), "early");
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(GONE), "late");
    return late;
  }

  @Test
  void aCommandThatNeverStopsWritingHasItsLimitToo() {
    assertThrows(
        SubprocessTimeoutException.class,
        () -> sh("while :; do echo x; done").withTimeout(SHORT).run());
  }

  @Test
  void aCommandThatReadsNothingHasItsLimitToo() {
    // Its child has inherited stdin: the write goes on until that is dead, too.
    Subprocess command = sh("sleep 50 <&0; :").withTimeout(SHORT);
    long start = System.nanoTime();
    assertThrows(SubprocessTimeoutException.class, () -> command.communicate(new byte[1 << 20]));
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(GONE), "late");
  }

  @Test
  void aCallHasItsLimitToo() {
    Path pids = directory.resolve("pids");
    Subprocess command = sh("sleep 50 & echo $! $$ > " + pids + "; wait");
    Duration limit = SHORT;
    assertThrows(SubprocessTimeoutException.class, command.withTimeout(limit)::call);
    while (read(pids).isBlank() && limit.compareTo(PROMPT) < 0) {
      limit = limit.multipliedBy(4); // on a busy machine it had not even begun
      assertThrows(SubprocessTimeoutException.class, command.withTimeout(limit)::call);
    }
    awaitGone(read(pids));
  }

  @Test
  void anInterruptKillsTheCommandWithAllThatItStarted() throws InterruptedException {
    String sleeps = "sleep 50 & echo $! $$ > $PIDS; wait";
    interruptKills(Subprocess::run, "collected", sleeps);
    interruptKills(Subprocess::call, "called", sleeps);
    interruptKills(Subprocess::run, "writes", "echo $$ > $PIDS; while :; do echo x; done");
  }

  private interface Use {
    void of(Subprocess command) throws InterruptedException;
  }

  private void interruptKills(Use use, String name, String script) throws InterruptedException {
    Path pids = directory.resolve(name);
    Subprocess command = sh(script).withEnvironment("PIDS", pids.toString());
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                use.of(command);
                interrupted.complete(false);
              } catch (InterruptedException e) {
                interrupted.complete(!Thread.currentThread().isInterrupted());
              }
            });
    thread.start();
    await("the command").atMost(PROMPT).until(() -> read(pids).contains("\n"));
    thread.interrupt();
    thread.join(PROMPT.toMillis());
    assertTrue(interrupted.getNow(false), "no InterruptedException");
    awaitGone(read(pids));
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void commandsRunAtTheSameTimeMergedOrNot() {
    Path file = directory.resolve("file");
    Subprocess waits =
        sh("until [ -e " + file + " ]; do sleep 0.02; done").withMergedErrors().withTimeout(PROMPT);
    CompletableFuture<Integer> first = exitCode(waits);
    CompletableFuture<Integer> second = exitCode(waits);
    CompletableFuture<Integer> third = exitCode(sh("sleep 0.2; touch " + file).withMergedErrors());
    assertEquals(List.of(0, 0, 0), List.of(first.join(), second.join(), third.join()));
  }

  private static CompletableFuture<Integer> exitCode(Subprocess command) {
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                exitCode.complete(command.run().exitCode());
              } catch (InterruptedException | RuntimeException e) {
                exitCode.completeExceptionally(e);
              }
            })
        .start();
    return exitCode;
  }

  // ---- what cannot be run ----

  @Test
  void aMissingCommandSaysWhereItWasLookedFor() {
    CommandNotFoundException missing =
        assertThrows(
            CommandNotFoundException.class, () -> Subprocess.call("forkpool-no-such", "x"));
    assertEquals(
        "command not found: forkpool-no-such is in no directory of PATH ("
            + System.getenv("PATH")
            + "); install it, or give its path",
        missing.getMessage());
    assertEquals(List.of("forkpool-no-such", "x"), missing.command());
    missing =
        assertThrows(
            CommandNotFoundException.class,
            () -> Subprocess.of("./nothing").withDirectory(directory).run());
    assertEquals(
        "command not found: there is no file " + directory.resolve("nothing"),
        missing.getMessage());
  }

  @Test
  void aFileThatIsNotExecutableIsNotMissing() throws IOException {
    Path file = Files.writeString(directory.resolve("plain text"), "");
    SubprocessException refused =
        assertThrows(SubprocessException.class, () -> Subprocess.call(file.toString()));
    assertEquals(SubprocessException.class, refused.getClass());
    assertTrue(refused.getMessage().startsWith("the command '" + file + "' cannot be started: "));
    assertTrue(refused.getMessage().contains("Permission denied"), refused::getMessage);
  }

  @Test
  void aMissingDirectoryIsNamed() {
    SubprocessException refused =
        assertThrows(
            SubprocessException.class,
            () -> Subprocess.of("ls").withDirectory(directory.resolve("none")).run());
    assertEquals(
        "the command ls cannot be run in "
            + directory.resolve("none")
            + ": there is no such directory",
        refused.getMessage());
  }

  @Test
  void badDescriptionsAreRefusedAtOnce() {
    Subprocess ls = Subprocess.of("ls");
    assertThrows(IllegalArgumentException.class, () -> Subprocess.of());
    assertThrows(IllegalArgumentException.class, () -> Subprocess.of(""));
    assertThrows(IllegalArgumentException.class, () -> Subprocess.of("ls", "a\0b"));
    assertThrows(NullPointerException.class, () -> Subprocess.of("ls", null));
    assertThrows(IllegalArgumentException.class, () -> ls.withTimeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> ls.withEnvironment("a=b", "c"));
    assertThrows(IllegalArgumentException.class, () -> ls.withEnvironment("a", "\0"));
    assertThrows(NullPointerException.class, () -> ls.communicate((byte[]) null));
  }

  @Test
  void aCommandIsShownAsOneWouldTypeIt() {
    assertEquals(
        "sh -c 'echo '\\''a b'\\''' ''", Subprocess.of("sh", "-c", "echo 'a b'", "").toString());
  }
}
