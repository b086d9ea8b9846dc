package io.forkpool.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad options end the programs with exit code 2 and one line that says what is wrong. */
class BatchOptionsTest {
  @TempDir Path input;

  private static void assertRefused(Ran ran, String complaint) {
    assertEquals(2, ran.exitCode(), ran::toString);
    assertEquals(1, ran.err().lines().count(), ran::err);
    assertTrue(ran.err().contains(complaint), ran::err);
    assertEquals("", ran.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --workers      | 0       | --workers must be at least 1, not 0
          --workers      | -3      | --workers must be at least 1, not -3
          --workers      | many    | 'many' is not an int
          --chunk        | 0       | --chunk must be at least 1, not 0
          --limit        | 0       | --limit must be at least 1, not 0
          --limit        | -1      | --limit must be at least 1, not -1
          --repeat       | 0       | --repeat must be at least 1, not 0
          --start-method | threads | there is no start method 'threads'
          --unknown      | 1       | Unknown options: '--unknown', '1'
          """)
  void badValueIsRefused(String option, String value, String complaint) throws Exception {
    SampleFiles.writeTo(input);

    assertRefused(Ran.of(Batch::run, "--input", input, option, value), complaint);
  }

  @Test
  void missingDirectoryIsRefused() {
    Path missing = input.resolve("missing");

    assertRefused(Ran.of(Batch::run, "--input", missing), "there is no directory " + missing);
  }

  @Test
  void fileInsteadOfDirectoryIsRefused() throws Exception {
    Path file = Files.writeString(input.resolve("file"), "x");

    assertRefused(Ran.of(Batch::run, "--input", file), "not a directory: " + file);
  }

  @Test
  void directoryWithoutFilesIsRefused() throws Exception {
    Files.createDirectories(input.resolve("sub/sub"));

    assertRefused(Ran.of(Batch::run, "--input", input), "no readable file below");
  }

  @Test
  void unknownFigureIsRefused() {
    assertRefused(Ran.of(Figures::run, "--only", "a,z"), "there is no figure 'z'");
  }

  @Test
  void helpIsNoError() {
    Ran ran = Ran.of(Batch::run, "--help");

    assertEquals(0, ran.exitCode());
    assertTrue(ran.out().contains("--compare"), ran::out);
  }
}
