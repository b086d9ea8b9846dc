package io.forkpool.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.SharedMemory;
import io.forkpool.SharedMemoryException;
import io.forkpool.contract.OtherUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What others may have put where memory is to be made. */
@EnabledOnOs(OS.LINUX)
class MemoryDirectoryTest {
  @TempDir Path base;

  private String name() throws IOException {
    return "forkpool-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  private void assertRefused(String why) {
    SharedMemoryException e =
        assertThrows(SharedMemoryException.class, () -> MemoryDirectory.firstOf(List.of(base)));
    assertEquals(SharedMemoryException.Reason.UNAVAILABLE, e.reason());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void onlyThisUserMayEnterIt() throws IOException {
    Path made = MemoryDirectory.firstOf(List.of(base));
    assertEquals(base.toRealPath().resolve(name()), made);
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    assertEquals(made, MemoryDirectory.firstOf(List.of(base)), "the next time it is there");
  }

  @Test
  void aLinkInItsPlaceIsRefused() throws IOException {
    Path target = Files.createDirectory(base.resolve("target"));
    Files.createSymbolicLink(base.resolve(name()), target);
    assertRefused("is not a directory");
  }

  @Test
  void aDirectoryThatOthersMayEnterIsRefused() throws IOException {
    Path open = Files.createDirectory(base.resolve(name()));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x---"));
    assertRefused("others may enter");
  }

  @Test
  void aDirectoryOfSomebodyElseIsRefused() throws Exception {
    OtherUser.assumeThere();
    Path other = Files.createDirectory(base.resolve(name()));
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
    Files.setAttribute(other, "unix:uid", 65534);
    assertRefused("belongs to somebody else");
  }

  @Test
  void aPlaceWhereOthersMayRenameIsRefused() throws IOException {
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused("others may rename");
  }

  @Test
  void whatCannotBeUsedIsPassedOver() throws IOException {
    Path missing = base.resolve("missing");
    assertEquals(
        MemoryDirectory.firstOf(List.of(base)), MemoryDirectory.firstOf(List.of(missing, base)));
  }

  @Test
  void anotherUserCanNeitherReadItNorOpenIt() throws Exception {
    OtherUser.assumeThere();
    try (SharedMemory memory = SharedMemory.create(100)) {
      MemoryHandle handle = ((MappedMemory) memory).handle();
      assertTrue(handle.maker().holds(handle.link()));
      OtherUser.assertDenied("cat " + handle.maker().path());
      OtherUser.assertDenied("ls " + MemoryDirectory.get());
      OtherUser.assertDenied("cat /proc/" + handle.maker().pid() + "/maps");
      assertEquals(
          PosixFilePermissions.fromString("rw-------"),
          Files.getPosixFilePermissions(handle.maker().path()));
    }
  }
}
