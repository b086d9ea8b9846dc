package io.forkpool.core.cache;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the cache within its bounds. A file's time of modification says when it was last used: a
 * program that uses it sets it, once a day at most. What a JVM has mapped stays with it when it is
 * deleted.
 */
final class CacheSize {
  static final String TEMPORARY = ".tmp";
  static final String LOCK = ".lock";
  static final String FAILURE = ".failed";

  /** About twenty ahead-of-time caches, or two hundred dynamic archives. */
  static final long MOST_BYTES = 256L << 20;

  private static final Duration A_DAY = Duration.ofDays(1);

  /** Nothing takes so long to make: its maker was killed. */
  private static final Duration STALE = Duration.ofHours(1);

  private CacheSize() {}

  private record Entry(Path file, long size, Instant used) {}

  /** Deletes what was not used for the longest time, and what killed makers have left. */
  static void trim(Path directory, long mostBytes, Instant now) throws IOException {
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Instant used = attributes.lastModifiedTime().toInstant();
        if (!attributes.isRegularFile()) {
          continue;
        }
        if (isOutdated(file.toString(), used, now)) {
          Files.deleteIfExists(file);
          continue;
        }
        entries.add(new Entry(file, attributes.size(), used));
        bytes += attributes.size();
      }
    }
    entries.sort(Comparator.comparing(Entry::used));
    for (Entry oldest : entries) {
      if (bytes <= mostBytes) {
        break;
      }
      Files.deleteIfExists(oldest.file);
      bytes -= oldest.size;
    }
  }

  /** A lock is held for minutes, and a note of a failure counts for a day. */
  private static boolean isOutdated(String file, Instant used, Instant now) {
    if (file.endsWith(TEMPORARY)) {
      return used.isBefore(now.minus(STALE));
    }
    return (file.endsWith(LOCK) || file.endsWith(FAILURE)) && used.isBefore(now.minus(A_DAY));
  }

  /** Notes that a file is used. */
  static void noteUse(Path file, Instant now) throws IOException {
    if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(A_DAY))) {
      Files.setLastModifiedTime(file, FileTime.from(now));
    }
  }

  /** Whether a file says something of the last day. */
  static boolean isOfToday(Path file, Instant now) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(A_DAY));
  }
}
