package io.forkpool.core.channel;

import io.forkpool.spi.ThisProcess;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fresh directories that only this user may enter, below {@code java.io.tmpdir}. Those that are not
 * deleted by the end of the JVM are deleted then; so are those of JVMs that were killed: such as
 * have not been touched for longer than {@link #STALE}. A directory is there while a worker starts;
 * one that is there for longer is touched now and then.
 */
final class PrivateDirectories {
  /** What fits, with {@code /socket}, into the 108 bytes of Linux's sockaddr_un; macOS has 104. */
  private static final int LONGEST_PATH = 94;

  /** A file may be made in the directory while it is deleted at the end of the JVM; not many. */
  private static final int MOST_ATTEMPTS = 5;

  /** No start takes so long: what is older was left behind. */
  static final Duration STALE = Duration.ofHours(1);

  private static final String PREFIX = "forkpool-";
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  /** Other threads run on while the JVM shuts down: what they make then nobody would delete. */
  private static volatile boolean shuttingDown;

  /** A fork of this process has neither its shutdown hook nor a claim to its directories. */
  private static long owner;

  private PrivateDirectories() {}

  static Path create() throws IOException {
    Path base = base();
    Path directory;
    try {
      directory = Files.createTempDirectory(base, PREFIX, ownerOnly());
    } catch (IOException e) {
      throw new IOException(
          "cannot make a private directory in "
              + base
              + "; set -Djava.io.tmpdir to a directory that this user may write to",
          e);
    }
    own();
    OPEN.add(directory);
    if (shuttingDown) {
      delete(directory);
      throw new IOException("this JVM is shutting down");
    }
    if (directory.toString().length() > LONGEST_PATH) {
      delete(directory);
      throw new IOException(
          "java.io.tmpdir is too long for a unix-domain socket below it; set it to a shorter path"
              + " than "
              + base);
    }
    return directory;
  }

  private static synchronized void own() {
    long pid = ThisProcess.pid();
    if (owner != pid) {
      OPEN.clear();
      owner = pid;
      try {
        Runtime.getRuntime()
            .addShutdownHook(new Thread(PrivateDirectories::deleteAll, "forkpool-temporary-files"));
      } catch (IllegalStateException e) {
        shuttingDown = true;
      }
    }
  }

  private static Path base() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void deleteAll() {
    shuttingDown = true;
    OPEN.forEach(PrivateDirectories::delete);
    deleteStale(base(), Instant.now());
  }

  /**
   * Deletes what killed JVMs of this user have left. Nobody else's directory is looked into: in a
   * directory that all may write to, its owner could put a link in its place at any moment.
   */
  static void deleteStale(Path base, Instant now) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(base, PREFIX + "*")) {
      UserPrincipal user =
          base.getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(System.getProperty("user.name"));
      for (Path directory : all) {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user)
            && Files.getLastModifiedTime(directory).toInstant().isBefore(now.minus(STALE))) {
          delete(directory);
        }
      }
    } catch (IOException | DirectoryIteratorException | UnsupportedOperationException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, "cannot look for stale directories in " + base, e);
    }
  }

  /** Says that a directory is in use. */
  static void touch(Path directory) {
    try {
      Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
    } catch (IOException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.WARNING, "cannot touch " + directory, e);
    }
  }

  static void delete(Path directory) {
    OPEN.remove(directory);
    try {
      deleteWithFiles(directory);
    } catch (NoSuchFileException e) {
      // Gone already: a child whose connection was refused deletes it, too.
    } catch (IOException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.WARNING, "cannot delete " + directory, e);
    }
  }

  private static void deleteWithFiles(Path directory) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      try {
        Files.delete(directory);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
