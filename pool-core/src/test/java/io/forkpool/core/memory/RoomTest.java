package io.forkpool.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Machines as their files describe them; the file system is the real /dev/shm. */
@EnabledOnOs(OS.LINUX)
class RoomTest {
  private static final Path SHM = Path.of("/dev/shm");

  @TempDir Path directory;
  private Path proc;
  private Path groups;

  @BeforeEach
  void describe() throws IOException {
    assumeTrue(Files.isDirectory(SHM));
    proc = Files.createDirectories(directory.resolve("proc/self")).getParent();
    groups = Files.createDirectories(directory.resolve("groups"));
    Files.writeString(
        proc.resolve("meminfo"),
        "MemTotal: 900 kB\nMemFree: 1 kB\nMemAvailable:   40 kB\nSwapFree: 10 kB\n");
    Files.writeString(proc.resolve("self/cgroup"), "");
  }

  private String objection(long bytes) throws IOException {
    return new Room(proc, groups).objection(bytes, SHM);
  }

  @Test
  void whatTheMachineHasLeftIsTheLimit() throws IOException {
    assertNull(objection(50 * 1024));
    assertEquals("the machine has 51200 bytes of memory left", objection(50 * 1024 + 1));
  }

  @Test
  void whatTheFileSystemHasLeftIsTheLimit() throws IOException {
    assertEquals(
        0, objection(1L << 55).indexOf(SHM + " has room for "), "a larger one is named first");
  }

  @Test
  void aControlGroupIsALimit() throws IOException {
    Files.writeString(proc.resolve("self/cgroup"), "0::/\n");
    Files.writeString(groups.resolve("memory.max"), "10000\n");
    Files.writeString(groups.resolve("memory.current"), "9500\n");
    Files.writeString(groups.resolve("memory.stat"), "anon 1\ninactive_file 300\nactive_file 50\n");
    assertNull(objection(850));
    assertEquals("the control group of this process has 850 bytes of memory left", objection(851));
    Files.writeString(groups.resolve("memory.max"), "max\n");
    assertNull(objection(50 * 1024));
  }

  @Test
  void aControlGroupOfTheFirstVersionIsALimit() throws IOException {
    Files.writeString(proc.resolve("self/cgroup"), "5:cpu:/x\n4:memory:/job\n0::/\n");
    Path group = Files.createDirectories(groups.resolve("memory/job"));
    Files.writeString(group.resolve("memory.limit_in_bytes"), "1000\n");
    Files.writeString(group.resolve("memory.usage_in_bytes"), "900\n");
    Files.writeString(group.resolve("memory.stat"), "cache 1\ntotal_inactive_file 100\n");
    assertNull(objection(200));
    assertEquals("the control group of this process has 200 bytes of memory left", objection(201));
  }
}
