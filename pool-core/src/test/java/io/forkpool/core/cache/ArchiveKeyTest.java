package io.forkpool.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes another archive of it, and what does not. */
class ArchiveKeyTest {
  @TempDir private Path base;
  private Path ours;
  private Path other;
  private Path directory;

  @BeforeEach
  void makeClassPath() throws IOException {
    ours = Files.writeString(base.resolve("ours.jar"), "ours");
    other = Files.writeString(base.resolve("other.jar"), "other");
    directory = Files.createDirectory(base.resolve("classes"));
  }

  private Optional<ArchiveKey> key(String program, List<String> flags, Path... classPath)
      throws IOException {
    String joined =
        Arrays.stream(classPath)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    return ArchiveKey.of(new ChildJvm("java", flags, joined, program), ours);
  }

  private Optional<ArchiveKey> key(Path... classPath) throws IOException {
    return key("Program", List.of("-XX:+UseSerialGC"), classPath);
  }

  @Test
  void isTheSameForTheSame() throws IOException {
    assertEquals(key(ours, other), key(ours, other));
  }

  @Test
  void changesWithAJarsContentAndTime() throws IOException {
    Optional<ArchiveKey> before = key(ours, other);
    FileTime time = Files.getLastModifiedTime(other);
    Files.writeString(other, "longer than it was");
    Files.setLastModifiedTime(other, time);
    Optional<ArchiveKey> longer = key(ours, other);
    assertNotEquals(before, longer);
    Files.setLastModifiedTime(other, FileTime.fromMillis(time.toMillis() + 5_000));
    assertNotEquals(longer, key(ours, other));
  }

  @Test
  void changesWithTheOrderOfJars() throws IOException {
    assertNotEquals(key(ours, other), key(other, ours));
  }

  @Test
  void changesWithProgramAndCollector() throws IOException {
    Optional<ArchiveKey> before = key(ours);
    assertNotEquals(before, key("Other", List.of("-XX:+UseSerialGC"), ours));
    assertNotEquals(before, key("Program", List.of("-XX:+UseG1GC"), ours));
  }

  @Test
  void isTheSameWhateverComesAfterADirectory() throws IOException {
    assertEquals(key(ours), key(ours, directory, other));
    assertEquals(key(ours), key(ours, base.resolve("gone.jar"), other));
  }

  @Test
  void isNoneForAProgramThatComesFromADirectoryOrAfterOne() throws IOException {
    assertEquals(Optional.empty(), key(other, directory));
    assertEquals(Optional.empty(), key(directory, ours));
    assertEquals(Optional.empty(), key());
  }
}
