package io.forkpool.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.bench.examples.Example;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command; what the programs print is checked beside them. */
@Timeout(120)
class ExamplesTest {
  @Test
  void theListNamesEachProgramWithItsStartMethods() {
    Ran ran = Ran.of(Examples::run, "--list");

    assertEquals(0, ran.exitCode(), ran::toString);
    List<String> lines = ran.out().lines().toList();
    assertEquals(Example.values().length, lines.size());
    assertTrue(lines.contains("10  fork() itself                                fork"), ran::out);
    assertTrue(
        lines.contains("12  five tasks, four workers                     spawn, fork, forkserver"),
        ran::out);
  }

  @Test
  void eachRunHasAHeading() {
    Ran ran = Ran.of(Examples::run, "9", "16", "--start-method", "spawn");

    assertEquals(0, ran.exitCode(), ran::toString);
    assertEquals(
        List.of(
            "--- 9, spawn: a platform without fork", "--- 16, spawn: an object that cannot travel"),
        ran.out().lines().toList());
  }

  @Test
  void whatThereIsNotIsRefusedWithAWordOnWhatThereIs() {
    refused("there is no program 17; --list lists them", "17");
    refused("program 10 is for fork, not for spawn", "10", "--start-method", "spawn");
    refused("say which programs to run by their numbers, or --all, or --list");
    refused("Unmatched argument at index 0: 'x'", "x");
  }

  private static void refused(String message, Object... args) {
    Ran ran = Ran.of(Examples::run, args);
    assertEquals(2, ran.exitCode(), ran::toString);
    assertEquals("examples: " + message + " (--help lists the options)", ran.err().strip());
  }
}
