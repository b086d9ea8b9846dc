package io.forkpool.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSizeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;

  private Path file(String name, Duration unused, int bytes) throws IOException {
    Path file = Files.write(directory.resolve(name), new byte[bytes]);
    return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(unused)));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatWasNotUsedForTheLongestTimeGoes() throws IOException {
    file("old.jsa", Duration.ofDays(30), 600);
    file("oldest.aot", Duration.ofDays(40), 600);
    file("new.jsa", Duration.ofDays(1), 600);
    CacheSize.trim(directory, 1_300, NOW);
    assertEquals(List.of("new.jsa", "old.jsa"), left());
  }

  @Test
  void everythingStaysWhileThereIsRoom() throws IOException {
    file("old.jsa", Duration.ofDays(3_000), 600);
    CacheSize.trim(directory, 600, NOW);
    assertEquals(List.of("old.jsa"), left());
  }

  @Test
  void whatAKilledMakerHasLeftGoesButNotWhatIsBeingMade() throws IOException {
    file("killed-archive.tmp", Duration.ofHours(2), 5);
    file("now-archive.tmp", Duration.ofMinutes(1), 5);
    file("old.lock", Duration.ofDays(2), 0);
    file("now.lock", Duration.ZERO, 0);
    file("old.failed", Duration.ofDays(2), 5);
    CacheSize.trim(directory, 1_000, NOW);
    assertEquals(List.of("now-archive.tmp", "now.lock"), left());
  }

  @Test
  void useIsNotedOnceADay() throws IOException {
    Path file = file("used.jsa", Duration.ofHours(3), 5);
    CacheSize.noteUse(file, NOW);
    assertTrue(Files.getLastModifiedTime(file).toInstant().isBefore(NOW));
    CacheSize.noteUse(file, NOW.plus(Duration.ofDays(2)));
    assertEquals(NOW.plus(Duration.ofDays(2)), Files.getLastModifiedTime(file).toInstant());
  }

  @Test
  void failureOfYesterdayIsForgotten() throws IOException {
    assertTrue(CacheSize.isOfToday(file("a.failed", Duration.ofHours(3), 5), NOW));
    assertFalse(CacheSize.isOfToday(file("b.failed", Duration.ofHours(25), 5), NOW));
    assertFalse(CacheSize.isOfToday(directory.resolve("none"), NOW));
  }
}
