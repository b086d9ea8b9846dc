package io.forkpool.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SuiteTest {
  @TempDir private Path directory;

  @Test
  void suiteWithoutPythonAndCompilerSaysSoAndLeavesItsReport() throws IOException {
    Path output = directory.resolve("report");

    Ran ran =
        Ran.of(
            Suite::run,
            "--only",
            "start-spawn",
            "--python",
            "no-such-python",
            "--cc",
            "no-such-compiler",
            "--output",
            output);

    assertEquals(0, ran.exitCode(), ran::toString);
    assertTrue(ran.out().contains("CPython: not measured: no CPython here"), ran::out);
    assertTrue(ran.out().contains("bare fork in C: not measured: no C compiler here"), ran::out);
    assertTrue(ran.out().contains("java, doing nothing"), ran::out);
    String page = Files.readString(output.resolve("report.html"));
    assertTrue(page.contains("CPython: not measured: no CPython here"));
    String results = Files.readString(output.resolve("peers.json"));
    assertTrue(results.contains("\"name\" : \"forkpool\""), results);
    assertFalse(results.contains("\"name\" : \"CPython\""), results);
    assertEquals(0, new ObjectMapper().readTree(output.resolve("jmh.json").toFile()).size());
  }

  @Test
  void unknownKeyIsRefusedWithTheKnownOnes() {
    Ran ran = Ran.of(Suite::run, "--only", "nothing", "--output", directory);

    assertEquals(2, ran.exitCode());
    assertTrue(
        ran.err().startsWith("suite: --only: there is no 'nothing', only [start-fork"), ran::err);
  }
}
