package io.forkpool.core.memory;

import io.forkpool.SharedMemoryException;
import io.forkpool.SharedMemoryException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where blocks are made and names are kept: {@code forkpool-UID} in {@code /dev/shm}, or else in
 * {@code java.io.tmpdir}; {@code -Dforkpool.memory=DIRECTORY} names another place for it. Its name
 * can be guessed, so somebody else may have put something there. It is used only if it is a
 * directory of this user's, no link, that nobody else may enter, and if nobody else may rename it
 * or what it lies in.
 */
final class MemoryDirectory {
  static final String PROPERTY = "forkpool.memory";

  private static final int KIND = 0170000; // the bits of stat(2)
  private static final int IS_DIRECTORY = 0040000;
  private static final int STICKY = 01000;
  private static final int OTHERS = 0077;
  private static final int OTHERS_WRITE = 0022;
  private static final int ROOT = 0;

  private MemoryDirectory() {}

  /** The directory, which is made if it is not there. */
  static Path get() {
    if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
      throw new SharedMemoryException(
          Reason.UNAVAILABLE, "shared memory needs Linux, and /proc", null);
    }
    String told = System.getProperty(PROPERTY);
    return told != null
        ? firstOf(List.of(Path.of(told)))
        : firstOf(List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir"))));
  }

  static Path firstOf(List<Path> bases) {
    List<String> objections = new ArrayList<>();
    IOException failure = null;
    for (Path base : bases) {
      try {
        Path real = base.toRealPath();
        String objection = objectionAbove(real);
        Path directory = real.resolve("forkpool-" + uid());
        if (objection == null) {
          objection = objection(directory);
        }
        if (objection == null) {
          return directory;
        }
        objections.add(objection);
      } catch (IOException e) {
        objections.add(e.toString());
        failure = e;
      }
    }
    throw new SharedMemoryException(
        Reason.UNAVAILABLE,
        "there is no private directory for shared memory: "
            + String.join("; ", objections)
            + "; name another place by -D"
            + PROPERTY
            + "=DIRECTORY, best in a tmpfs",
        failure);
  }

  static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  private static int uid() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Why a directory cannot be trusted; null if it can. */
  private static String objection(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, permissions("rwx------"));
    } catch (FileAlreadyExistsException e) {
      // By this user, or by somebody else: the following tells.
    }
    Map<String, Object> status =
        Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) status.get("mode");
    if ((mode & KIND) != IS_DIRECTORY) {
      return directory + " is not a directory";
    }
    if ((int) status.get("uid") != uid()) {
      return directory + " belongs to somebody else (uid " + status.get("uid") + ")";
    }
    return (mode & OTHERS) != 0 ? "others may enter " + directory : null;
  }

  /** Whoever may rename a directory above can put another one in its place at any time. */
  private static String objectionAbove(Path base) throws IOException {
    for (Path above = base; above != null; above = above.getParent()) {
      Map<String, Object> status = Files.readAttributes(above, "unix:uid,mode");
      int owner = (int) status.get("uid");
      int mode = (int) status.get("mode");
      if (owner != ROOT && owner != uid()) {
        return above + " belongs to somebody else (uid " + owner + ")";
      }
      if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
        return "others may rename what is in " + above;
      }
    }
    return null;
  }
}
