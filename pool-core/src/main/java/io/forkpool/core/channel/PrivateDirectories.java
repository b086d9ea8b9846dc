package io.forkpool.core.channel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fresh directories that only this user may enter, below {@code java.io.tmpdir}. Those that are not
 * deleted by the end of the JVM are deleted then.
 */
final class PrivateDirectories {
  /** What fits, with {@code /socket}, into the 108 bytes of Linux's sockaddr_un; macOS has 104. */
  private static final int LONGEST_PATH = 94;

  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> OPEN.forEach(PrivateDirectories::delete), "forkpool-temporary-files"));
  }

  private PrivateDirectories() {}

  static Path create() throws IOException {
    Path base = Path.of(System.getProperty("java.io.tmpdir"));
    Path directory;
    try {
      directory = Files.createTempDirectory(base, "forkpool-", ownerOnly());
    } catch (IOException e) {
      throw new IOException(
          "cannot make a private directory in "
              + base
              + "; set -Djava.io.tmpdir to a directory that this user may write to",
          e);
    }
    OPEN.add(directory);
    if (directory.toString().length() > LONGEST_PATH) {
      delete(directory);
      throw new IOException(
          "java.io.tmpdir is too long for a unix-domain socket below it; set it to a shorter path"
              + " than "
              + base);
    }
    return directory;
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  static void delete(Path directory) {
    OPEN.remove(directory);
    if (!Files.exists(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.WARNING, "cannot delete " + directory, e);
    }
  }
}
