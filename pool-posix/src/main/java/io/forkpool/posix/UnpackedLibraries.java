package io.forkpool.posix;

import io.forkpool.spi.UserCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Native libraries, unpacked once for all JVMs of this user: JNA unpacks its own, and ours, into a
 * new temporary file in each JVM, which takes a fifth of its start. They lie in the {@link
 * UserCache}, which nobody else can write to, each in a directory named for its content, so that
 * another version is another file. A file appears complete, by a rename. Where that cannot be, JNA
 * does as it always does.
 */
final class UnpackedLibraries {
  /** Where JNA looks for its own library before it unpacks it. */
  static final String JNA_BOOT_PATH = "jna.boot.library.path";

  /** Whatever the umask is: where the user has told us a cache that others may enter, too. */
  private static final FileAttribute<?> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final String PREFIX = "native-";
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Duration UNUSED = Duration.ofDays(30);

  private UnpackedLibraries() {}

  /**
   * Lets JNA find its library unpacked. Before JNA is loaded; does nothing where the user has told
   * JNA where to look.
   */
  static void offerToJna() {
    String part = NativePart.resource();
    if (part == null || System.getProperty(JNA_BOOT_PATH) != null) {
      return;
    }
    String system = part.substring(0, part.indexOf('/'));
    find("com/sun/jna/" + system + "/libjnidispatch.so")
        .ifPresent(library -> System.setProperty(JNA_BOOT_PATH, library.getParent().toString()));
  }

  /**
   * Finds a library that is a resource, and unpacks it if nobody has yet.
   *
   * @return where it lies; empty if there is no such resource, or no cache
   */
  static Optional<Path> find(String resource) {
    try (InputStream in = UnpackedLibraries.class.getClassLoader().getResourceAsStream(resource)) {
      Optional<Path> cache = in == null ? Optional.empty() : UserCache.directory();
      if (cache.isEmpty()) {
        return Optional.empty();
      }
      String name = resource.substring(resource.lastIndexOf('/') + 1);
      return Optional.of(unpack(cache.get(), name, in.readAllBytes()));
    } catch (IOException | UnsupportedOperationException e) {
      System.getLogger(UnpackedLibraries.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "JNA unpacks " + resource + " by itself", e);
      return Optional.empty();
    }
  }

  /** Gives the file with that content. */
  static Path unpack(Path cache, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32(); // tells versions apart; who could forge one cannot write here
    sum.update(content);
    Path directory =
        cache.resolve(PREFIX + Long.toHexString(sum.getValue()) + "-" + content.length);
    Path library = directory.resolve(name);
    if (Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS)
        && Files.size(library) == content.length) {
      noteUse(directory, Instant.now());
      return library;
    }
    Files.createDirectories(directory, OURS_ALONE);
    Path unfinished = Files.createTempFile(directory, name, ".tmp");
    try {
      Files.write(unfinished, content);
      Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    deleteUnused(cache, directory, Instant.now());
    return library;
  }

  /** A directory's time of modification says when it was last used, to a day. */
  private static void noteUse(Path directory, Instant now) throws IOException {
    if (Files.getLastModifiedTime(directory).toInstant().isBefore(now.minus(A_DAY))) {
      Files.setLastModifiedTime(directory, FileTime.from(now));
    }
  }

  /**
   * Deletes what other versions have left and nobody has used for long: whenever one is added, so
   * there are never more than were used in that time. What a JVM has mapped stays with it.
   */
  static void deleteUnused(Path cache, Path used, Instant now) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(cache, PREFIX + "*")) {
      for (Path directory : all) {
        if (!directory.equals(used)
            && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
            && Files.getLastModifiedTime(directory).toInstant().isBefore(now.minus(UNUSED))) {
          delete(directory);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
