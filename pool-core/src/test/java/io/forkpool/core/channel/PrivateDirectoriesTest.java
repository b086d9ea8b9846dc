package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.contract.OtherUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed JVMs leave behind, and who may delete it. */
class PrivateDirectoriesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path base;

  private Path directory(String name, Duration age) throws IOException {
    Path directory = Files.createDirectory(base.resolve(name));
    Files.writeString(directory.resolve("claims"), "");
    Files.setLastModifiedTime(directory, FileTime.from(NOW.minus(age)));
    return directory;
  }

  @Test
  void whatAKilledJvmHasLeftIsDeleted() throws IOException {
    Path stale = directory("forkpool-1", Duration.ofHours(2));
    PrivateDirectories.deleteStale(base, NOW);
    assertFalse(Files.exists(stale));
  }

  @Test
  void whatMayStillBeInUseStays() throws IOException {
    Path recent = directory("forkpool-2", Duration.ofMinutes(3));
    PrivateDirectories.deleteStale(base, NOW);
    assertTrue(Files.exists(recent.resolve("claims")));
  }

  @Test
  void whatIsNotOursStays() throws IOException {
    Path other = directory("something-else", Duration.ofDays(9));
    PrivateDirectories.deleteStale(base, NOW);
    assertTrue(Files.exists(other.resolve("claims")));
  }

  @Test
  void whatAnotherUserHasLeftStays() throws Exception {
    OtherUser.assumeThere();
    Path other = directory("forkpool-4", Duration.ofDays(9));
    Files.setOwner(
        other,
        other.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    PrivateDirectories.deleteStale(base, NOW);
    assertTrue(Files.exists(other.resolve("claims")));
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path target = directory("elsewhere", Duration.ofDays(9));
    Files.createSymbolicLink(base.resolve("forkpool-3"), target);
    PrivateDirectories.deleteStale(base, NOW);
    assertTrue(Files.exists(target.resolve("claims")));
  }
}
