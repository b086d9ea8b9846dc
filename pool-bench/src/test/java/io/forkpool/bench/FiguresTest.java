package io.forkpool.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FiguresTest {
  @Test
  void figuresNameTheMachineTheCommandAndTheirSpread() {
    Ran ran =
        Ran.of(
            Figures::run, "--only", "a,e", "--runs", 1, "--workers", 1, "--start-method", "spawn");

    assertEquals(0, ran.exitCode(), ran::toString);
    assertTrue(ran.out().startsWith("machine: "), ran::out);
    assertTrue(ran.line("command:").endsWith("--runs 1 --only a,e"), ran::out);
    assertEquals(4, ran.out().lines().filter(line -> line.startsWith("(a) ")).count(), ran::out);
    assertEquals(2, ran.out().lines().filter(line -> line.startsWith("(e) ")).count(), ran::out);
  }
}
