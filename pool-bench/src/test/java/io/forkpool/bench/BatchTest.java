package io.forkpool.bench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BatchTest {
  @TempDir Path input;

  @BeforeEach
  void writeFiles() throws Exception {
    SampleFiles.writeTo(input);
  }

  @AfterEach
  void noWorkerIsLeftBehind() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
  }

  private Ran batch(Object... more) {
    Object[] args = {"--input", input, "--start-method", "spawn", "--workers", 2};
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Ran.of(Batch::run, all);
  }

  @Test
  void digestIsThatOfAnIndependentComputation() throws Exception {
    Ran ran = batch();

    assertEquals(0, ran.exitCode(), ran::toString);
    assertAll(
        () -> assertEquals(SampleFiles.expectedDigest(input), ran.line("digest")),
        () -> assertTrue(ran.line("files").startsWith("5 (0 cut"), ran::out),
        () -> assertTrue(ran.line("pieces").startsWith("6 of"), ran::out),
        () -> assertEquals("6 of 6 results computed again here: equal", ran.line("checked")),
        () -> assertEquals("spawn", ran.line("start method")),
        () -> assertEquals("", ran.err()));
  }

  @Test
  void chunkSizeDoesNotChangeTheDigest() throws Exception {
    Ran ran = batch("--chunk", 4, "--repeat", 2);

    assertEquals(0, ran.exitCode(), ran::toString);
    assertEquals(SampleFiles.expectedDigest(input), ran.line("digest"));
    assertEquals("4", ran.line("chunks"));
  }

  @Test
  void compareFindsAllThreeWaysEqual() throws Exception {
    Ran ran = batch("--compare", "--repeat", 2);

    assertEquals(0, ran.exitCode(), ran::toString);
    assertAll(
        () -> assertEquals(SampleFiles.expectedDigest(input), ran.line("digest")),
        () ->
            assertEquals(
                "all 6 results of every run and way: equal to the loop's", ran.line("checked")),
        () -> assertTrue(ran.line("loop").contains("1.000"), ran::out),
        () -> assertTrue(ran.line("ExecutorService, 2 threads").contains("1.000"), ran::out),
        () -> assertEquals(5, ran.line("pool, 2 workers by spawn").split(" +").length));
  }

  @Test
  void limitCutsTheLargestFileOnly() throws Exception {
    Ran ran = batch("--limit", 1);

    assertEquals(0, ran.exitCode(), ran::toString);
    assertTrue(ran.line("files").startsWith("5 (1 cut by the limit, 0 left out"), ran::out);
    assertTrue(ran.line("bytes").startsWith("1,048,576 in"), ran::out);
  }

  @Test
  void symbolicLinksAreNotFollowed() throws Exception {
    Files.createSymbolicLink(input.resolve("loop"), input);
    Files.createSymbolicLink(input.resolve("again"), input.resolve("large.bin"));

    Ran ran = batch();

    assertEquals(0, ran.exitCode(), ran::toString);
    assertTrue(ran.line("files").startsWith("5 ("), ran::out);
  }
}
