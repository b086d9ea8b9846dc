package io.forkpool.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a maker leaves behind when it makes nothing. */
class ArchiveMakerTest {
  @TempDir private Path directory;
  @TempDir private Path elsewhere;

  private ArchiveOrder order(long parent, String script) throws IOException {
    Path java = Files.writeString(elsewhere.resolve("java"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    ChildJvm jvm = new ChildJvm(java.toString(), List.of("-Xlog:gc"), "some.jar", "Program");
    return new ArchiveOrder(parent, directory, "key", jvm);
  }

  private static long parent() {
    return ProcessHandle.current().parent().orElseThrow().pid();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void orderTravels() throws IOException {
    ArchiveOrder order = order(7, "");
    assertEquals(order, ArchiveOrder.decode(order.encode()));
  }

  @Test
  void failureIsNotedWithItsLastWords() throws Exception {
    new ArchiveMaker().run(order(parent(), "echo no space left on device; exit 3").encode());
    assertEquals(List.of("key.failed", "key.lock"), left());
    String note = Files.readString(directory.resolve("key.failed"));
    assertTrue(note.contains("ended with 3") && note.contains("no space left"), note);
  }

  @Test
  void jvmThatWritesNothingIsAFailure() throws Exception {
    new ArchiveMaker().run(order(parent(), "exit 0").encode());
    assertTrue(Files.readString(directory.resolve("key.failed")).contains("nothing was written"));
  }

  @Test
  void makerWhoseProgramHasGoneKillsWhatItHasStartedAndTidiesUp() throws Exception {
    Path alive = elsewhere.resolve("pid");
    ArchiveOrder order =
        order(1_000_000_000, "echo $$ > " + alive + "; echo some output; exec sleep 100");
    assertThrows(IOException.class, () -> new ArchiveMaker().run(order.encode()));
    assertEquals(List.of("key.lock"), left());
    if (Files.exists(alive) && Files.size(alive) > 0) {
      long pid = Long.parseLong(Files.readString(alive).strip());
      assertTrue(ProcessHandle.of(pid).isEmpty(), "it runs on");
    }
  }

  @Test
  void archiveThatIsThereIsNotMadeAgain() throws Exception {
    ArchiveOrder order = order(parent(), "exit 3");
    Files.writeString(order.archive(4), "made");
    new ArchiveMaker().run(order.encode());
    assertTrue(Files.notExists(order.failure()));
  }

  @Test
  void onlyOneMakesIt() throws Exception {
    ArchiveOrder order = order(parent(), "exit 3");
    try (FileChannel file =
            FileChannel.open(order.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      assertTrue(lock.isValid());
      assertThrows(
          java.nio.channels.OverlappingFileLockException.class,
          () -> new ArchiveMaker().run(order.encode()),
          "one JVM cannot ask twice; two get no lock");
    }
    assertTrue(Files.notExists(order.failure()));
  }
}
