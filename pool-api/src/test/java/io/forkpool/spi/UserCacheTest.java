package io.forkpool.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directory is trusted. */
class UserCacheTest {
  @TempDir private Path base;

  @AfterEach
  void forget() {
    System.clearProperty(UserCache.PROPERTY);
  }

  private static Optional<Path> told(Object directory) {
    System.setProperty(UserCache.PROPERTY, directory.toString());
    return UserCache.directory();
  }

  private Path directory(String permissions) throws IOException {
    Path directory = Files.createDirectory(base.resolve(permissions));
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void isMadeForItsUserAlone() throws IOException {
    Path directory = base.resolve("some").resolve("where");
    assertEquals(Optional.of(directory), told(directory));
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
  }

  @Test
  void isNoneWhenItIsOff() {
    assertEquals(Optional.empty(), told("off"));
  }

  @Test
  void isNotOneThatOthersMayWriteTo() throws IOException {
    assertEquals(Optional.empty(), told(directory("rwxrwx---")));
    assertEquals(Optional.empty(), told(directory("rwx----w-")));
    assertTrue(told(directory("rwxr-xr-x")).isPresent(), "reading does no harm");
  }

  @Test
  void isNotBelowADirectoryInWhichOthersMayRenameIt() throws IOException {
    Path open = directory("rwxrwxrwx");
    assertEquals(Optional.empty(), told(open.resolve("cache")));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(Optional.of(open.resolve("cache")), told(open.resolve("cache")));
  }

  private static void giveToAnotherUser(Path directory) throws IOException {
    assumeTrue(
        (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0,
        "only root can give files away");
    Files.setOwner(
        directory,
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
  }

  @Test
  void isNotAnotherUsers() throws IOException {
    Path directory = directory("rwx------");
    giveToAnotherUser(directory);
    assertEquals(Optional.empty(), told(directory));
  }

  @Test
  void isNotBelowADirectoryOfAnotherUser() throws IOException {
    Path above = directory("rwxr-xr-x");
    giveToAnotherUser(above);
    assertEquals(Optional.empty(), told(above.resolve("cache")));
  }

  @Test
  void isNeitherALinkNorAFile() throws IOException {
    Path link = Files.createSymbolicLink(base.resolve("link"), directory("rwx------"));
    assertEquals(Optional.empty(), told(link));
    Path file = Files.createFile(base.resolve("file"));
    assertEquals(Optional.empty(), told(file));
    assertEquals(Optional.empty(), told(file.resolve("below")), "which cannot be made");
  }

  @Test
  void liesWhereTheUsersCachesDo() {
    String home = base.toString();
    assertEquals(Path.of("/caches/forkpool"), UserCache.inHome("/caches", home));
    assertEquals(base.resolve(".cache/forkpool"), UserCache.inHome(null, home));
    assertEquals(base.resolve(".cache/forkpool"), UserCache.inHome("not/absolute", home));
  }

  @Test
  void isNoneWithoutAHome() {
    assertNull(UserCache.inHome(null, base.resolve("gone").toString()));
    assertNull(UserCache.inHome(null, "?"));
    assertNull(UserCache.inHome(null, ""));
  }
}
