package io.forkpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WorkerLimitsTest {
  private static final WorkerLimits ALL =
      WorkerLimits.none()
          .withMemory(2L << 20)
          .withNice(0)
          .withCpus(3, 1, 3)
          .withOpenFiles(1)
          .withCpuTime(Duration.ofSeconds(1));

  @Test
  void eachLimitIsKept() {
    assertEquals(OptionalLong.of(2L << 20), ALL.memory());
    assertEquals(OptionalInt.of(0), ALL.nice());
    assertEquals(List.of(1, 3), List.copyOf(ALL.cpus()));
    assertEquals(OptionalInt.of(1), ALL.openFiles());
    assertEquals(Optional.of(Duration.ofSeconds(1)), ALL.cpuTime());
    assertEquals(
        "WorkerLimits[memory=2097152, nice=0, cpus=[1, 3], openFiles=1, cpuTime=PT1S]",
        ALL.toString());
  }

  @Test
  void nothingIsLimitedAtFirst() {
    WorkerLimits none = WorkerLimits.none();
    assertEquals("WorkerLimits[]", none.toString());
    assertFalse(none.needKernel());
    assertThrows(UnsupportedOperationException.class, () -> ALL.cpus().add(7));
  }

  @Test
  void onlyTheMemoryNeedsNoKernel() {
    WorkerLimits none = WorkerLimits.none();
    assertFalse(none.withMemory(1L << 30).needKernel());
    assertTrue(none.withNice(0).needKernel());
    assertTrue(none.withCpus(0).needKernel());
    assertTrue(none.withOpenFiles(100).needKernel());
    assertTrue(none.withCpuTime(Duration.ofMinutes(1)).needKernel());
  }

  @Test
  void whatCanNeverBeRightIsRefused() {
    WorkerLimits none = WorkerLimits.none();
    assertThrows(IllegalArgumentException.class, () -> none.withMemory((2L << 20) - 1));
    assertThrows(IllegalArgumentException.class, () -> none.withNice(20));
    assertThrows(IllegalArgumentException.class, () -> none.withNice(-21));
    assertThrows(IllegalArgumentException.class, () -> none.withCpus());
    assertThrows(IllegalArgumentException.class, () -> none.withCpus(0, -1));
    assertThrows(IllegalArgumentException.class, () -> none.withOpenFiles(0));
    assertThrows(IllegalArgumentException.class, () -> none.withCpuTime(Duration.ofMillis(999)));
  }
}
