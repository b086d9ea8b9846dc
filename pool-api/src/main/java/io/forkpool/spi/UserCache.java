package io.forkpool.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The directory in which forkpool keeps, from program to program, what every JVM would else make
 * anew: class-data archives and unpacked native libraries. All of it is code, so nobody but this
 * user, or root, may have been able to write it: a directory of which that is not certain is not
 * used. Whoever keeps a file there writes it under another name and renames it, and lives without
 * it when that fails. Thread-safe.
 *
 * <p>It is {@code forkpool} in {@code $XDG_CACHE_HOME}, or else in {@code .cache} in the user's
 * home; {@code -Dforkpool.cache=DIRECTORY} names another one, and {@code -Dforkpool.cache=off}
 * none.
 */
public final class UserCache {
  /** The system property that names the directory, or is {@code off}. */
  public static final String PROPERTY = "forkpool.cache";

  private static final String OFF = "off";

  private static final int OTHERS_WRITE = 2; // the bits of stat(2)
  private static final int STICKY = 01000;

  private UserCache() {}

  /**
   * Finds the directory, and makes it if it is not there.
   *
   * @return the directory; empty if there is none to be used, which is logged for debugging
   */
  public static Optional<Path> directory() {
    String told = System.getProperty(PROPERTY, "");
    if (told.equals(OFF)) {
      return Optional.empty();
    }
    try {
      Path directory =
          told.isEmpty()
              ? inHome(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home", ""))
              : Path.of(told).toAbsolutePath();
      String objection = directory == null ? "there is no home directory" : objection(directory);
      if (objection == null) {
        return Optional.of(directory);
      }
      log("no cache is used: " + objection, null);
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      log("no cache is used", e);
    }
    return Optional.empty();
  }

  /** The XDG base directory specification wants relative paths ignored. */
  static Path inHome(String cacheHome, String userHome) {
    if (cacheHome != null && Path.of(cacheHome).isAbsolute()) {
      return Path.of(cacheHome, "forkpool");
    }
    Path home = Path.of(userHome);
    return home.isAbsolute() && Files.isDirectory(home)
        ? home.resolve(".cache").resolve("forkpool")
        : null;
  }

  /** Why a directory cannot be trusted; null if it can. */
  private static String objection(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(
          directory, // whatever the umask is
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return directory + " is not a directory";
    }
    String owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
    if (!owner.equals(System.getProperty("user.name")) && !owner.equals("root")) {
      return directory + " belongs to " + owner;
    }
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      return "others may write to " + directory;
    }
    return aboveObjection(directory);
  }

  /** Whoever may rename a directory above it can put another one in its place at any time. */
  private static String aboveObjection(Path directory) throws IOException {
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      String owner = Files.getOwner(above).getName();
      if (!owner.equals(System.getProperty("user.name")) && !owner.equals("root")) {
        return above + " belongs to " + owner;
      }
      int mode = (int) Files.getAttribute(above, "unix:mode");
      if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
        return "others may rename what is in " + above;
      }
    }
    return null;
  }

  private static void log(String message, Exception cause) {
    System.getLogger("io.forkpool").log(System.Logger.Level.DEBUG, message, cause);
  }
}
