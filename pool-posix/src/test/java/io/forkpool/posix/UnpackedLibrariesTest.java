package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnpackedLibrariesTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir private Path cache;

  @Test
  void isUnpackedOnceAndNothingElseIsLeft() throws IOException {
    Path library = UnpackedLibraries.unpack(cache, "libx.so", CONTENT);
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(library, before);

    assertEquals(library, UnpackedLibraries.unpack(cache, "libx.so", CONTENT));

    assertEquals(before, Files.getLastModifiedTime(library), "it was written again");
    assertEquals(List.of(library), filesBelow(cache));
    assertArrayEquals(CONTENT, Files.readAllBytes(library));
  }

  /** A library that somebody else could put in its place would be run as this user. */
  @Test
  void nobodyElseMayEnterItsDirectoryInACacheThatOthersMayEnter() throws IOException {
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));

    Path library = UnpackedLibraries.unpack(cache, "libx.so", CONTENT);

    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(library.getParent())));
  }

  @Test
  void anotherVersionIsAnotherFile() throws IOException {
    Path library = UnpackedLibraries.unpack(cache, "libx.so", CONTENT);
    Path other = UnpackedLibraries.unpack(cache, "libx.so", new byte[] {1, 2, 4});

    assertNotEquals(library, other);
    assertArrayEquals(CONTENT, Files.readAllBytes(library));
  }

  @Test
  void whatIsThereIsReplacedNotWrittenOver() throws IOException {
    Path library = UnpackedLibraries.unpack(cache, "libx.so", CONTENT);
    Files.write(library, new byte[] {1});
    Path old = Files.createLink(cache.resolve("mapped by another program"), library);

    UnpackedLibraries.unpack(cache, "libx.so", CONTENT);

    assertArrayEquals(new byte[] {1}, Files.readAllBytes(old));
    assertArrayEquals(CONTENT, Files.readAllBytes(library));
  }

  @Test
  void aLinkIsNotTakenForALibrary() throws IOException {
    Path library = UnpackedLibraries.unpack(cache, "libx.so", CONTENT);
    Path elsewhere = Files.write(cache.resolve("elsewhere"), new byte[] {7, 7, 7});
    Files.delete(library);
    Files.createSymbolicLink(library, elsewhere);

    UnpackedLibraries.unpack(cache, "libx.so", CONTENT);

    assertTrue(Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS));
    assertArrayEquals(CONTENT, Files.readAllBytes(library));
  }

  @Test
  void whatWasCutOffIsUnpackedAgain() throws IOException {
    Path library = UnpackedLibraries.unpack(cache, "libx.so", CONTENT);
    Files.write(library, new byte[] {1});

    UnpackedLibraries.unpack(cache, "libx.so", CONTENT);

    assertArrayEquals(CONTENT, Files.readAllBytes(library));
    assertEquals(List.of(library), filesBelow(cache));
  }

  @Test
  void nothingIsLeftWhereItCannotBe() throws IOException {
    Path library = UnpackedLibraries.unpack(cache, "libx.so", CONTENT);
    Files.delete(library);
    Files.createDirectories(library.resolve("in the way"));

    assertThrows(IOException.class, () -> UnpackedLibraries.unpack(cache, "libx.so", CONTENT));

    assertEquals(List.of(), filesBelow(cache));
  }

  @Test
  void whatNobodyHasUsedForAMonthIsDeletedWhenAnotherVersionIsUnpacked() throws IOException {
    Path unused = UnpackedLibraries.unpack(cache, "libx.so", CONTENT);
    Path used = UnpackedLibraries.unpack(cache, "libx.so", new byte[] {1, 2, 4});
    Path other = Files.createDirectory(cache.resolve("others"));
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(31)));
    for (Path each : List.of(unused.getParent(), used.getParent(), other)) {
      Files.setLastModifiedTime(each, longAgo);
    }
    UnpackedLibraries.unpack(cache, "libx.so", new byte[] {1, 2, 4}); // is used again

    Path added = UnpackedLibraries.unpack(cache, "libx.so", new byte[] {1, 2, 5});

    assertFalse(Files.exists(unused.getParent()));
    assertEquals(Set.of(used, added), Set.copyOf(filesBelow(cache)));
    assertTrue(Files.exists(other));
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  static Stream<Jvm> plain() {
    return JavaHomes.plain();
  }

  @ParameterizedTest
  @MethodSource("plain")
  void bothLibrariesAreMappedFromTheCache(Jvm jvm) throws Exception {
    assumeTrue(Surroundings.current().nativePart(), "no native part here");
    Jvm.Result result = run(jvm, "-Dforkpool.cache=" + cache);

    assertTrue(result.output().contains("mapped " + cache + "/native-"), result.output());
    assertTrue(result.output().contains("/libjnidispatch.so\n"), result.output());
    assertTrue(result.output().contains("/libforkpool_posix.so\n"), result.output());
    assertEquals(2, filesBelow(cache).size());
  }

  @ParameterizedTest
  @MethodSource("plain")
  void withoutACacheJnaUnpacksThem(Jvm jvm) throws Exception {
    assumeTrue(Surroundings.current().nativePart(), "no native part here");
    Jvm.Result result = run(jvm, "-Dforkpool.cache=off");

    assertFalse(result.output().contains("/native-"), result.output());
    assertTrue(result.output().contains("mapped "), result.output());
  }

  @ParameterizedTest
  @MethodSource("plain")
  void whereTheUserTellsJnaToLookItLooks(Jvm jvm) throws Exception {
    assumeTrue(Surroundings.current().nativePart(), "no native part here");
    Jvm.Result result = run(jvm, "-Dforkpool.cache=" + cache, "-Djna.boot.library.path=/nowhere");

    assertFalse(result.output().contains("/libjnidispatch.so"), result.output());
    assertTrue(result.output().contains("/libforkpool_posix.so\n"), result.output());
  }

  @ParameterizedTest
  @MethodSource("plain")
  void whatCannotBeLoadedIsUnpackedByJna(Jvm jvm) throws Exception {
    assumeTrue(Surroundings.current().nativePart(), "no native part here");
    run(jvm, "-Dforkpool.cache=" + cache);
    for (Path library : filesBelow(cache)) {
      Files.write(library, new byte[(int) Files.size(library)]); // nothing is mapped from it now
    }

    Jvm.Result result = run(jvm, "-Dforkpool.cache=" + cache);

    assertFalse(result.output().contains("mapped " + cache), result.output());
    assertEquals(2, result.output().split("mapped ", -1).length - 1, result.output());
  }

  private static Jvm.Result run(Jvm jvm, String... flags) throws Exception {
    Jvm.Result result = jvm.main(List.of(flags), MappedProgram.class);
    assertEquals(0, result.exitCode(), result.output());
    return result;
  }

  /** Loads the native part and says what is mapped. */
  static final class MappedProgram {
    private MappedProgram() {}

    public static void main(String[] args) throws Exception {
      Native.get().bind();
      Files.readAllLines(Path.of("/proc/self/maps")).stream()
          .filter(line -> line.contains("r-xp"))
          .filter(line -> line.matches(".*(jna|jnidispatch|forkpool)[^/]*"))
          .map(line -> line.substring(line.indexOf('/')))
          .distinct()
          .forEach(file -> System.out.println("mapped " + file));
    }
  }
}
