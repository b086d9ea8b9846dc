package io.forkpool.core.spawn;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultFlagsTest {

  private static boolean has(List<String> flags, String prefix) {
    return flags.stream().anyMatch(flag -> flag.startsWith(prefix));
  }

  @Test
  void collectorIsTheSerialOneUnlessTold() {
    assertTrue(DefaultFlags.of(List.of(), 2).contains("-XX:+UseSerialGC"));
    assertTrue(DefaultFlags.of(List.of("-Dx=-XX:+UseG1GC"), 2).contains("-XX:+UseSerialGC"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseG1GC",
        "-XX:+UseParallelGC",
        "-XX:+UseZGC",
        "-XX:+UseShenandoahGC",
        "-XX:+UseEpsilonGC",
        "-XX:-UseSerialGC"
      })
  void collectorThatWasToldStays(String told) {
    assertFalse(has(DefaultFlags.of(List.of(told), 2), "-XX:+Use"));
  }

  @ParameterizedTest
  @CsvSource({"1, 25.00", "2, 25.00", "3, 20.00", "4, 15.00", "16, 3.75", "1000, 0.06"})
  void heapSharesOfAllChildrenFitIntoMemory(int siblings, String percent) {
    assertTrue(
        DefaultFlags.of(List.of(), siblings).contains("-XX:MaxRAMPercentage=" + percent),
        () -> DefaultFlags.of(List.of(), siblings).toString());
  }

  @Test
  void heapShareIsWrittenForTheJvmInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertTrue(DefaultFlags.of(List.of(), 16).contains("-XX:MaxRAMPercentage=3.75"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-Xmx64m", "-XX:MaxHeapSize=64m", "-XX:MaxRAMPercentage=5", "-XX:MaxRAM=1g"})
  void heapThatWasToldStays(String told) {
    assertFalse(has(DefaultFlags.of(List.of(told), 2), "-XX:MaxRAMPercentage"));
  }
}
