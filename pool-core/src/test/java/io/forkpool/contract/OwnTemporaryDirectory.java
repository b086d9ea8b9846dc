package io.forkpool.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets the pools of this JVM have a place for their temporary files where nobody else makes any:
 * {@link Usage} counts them, and another build may run on this machine.
 */
final class OwnTemporaryDirectory {
  private static final String PROPERTY = "java.io.tmpdir";
  private static boolean used;

  private OwnTemporaryDirectory() {}

  /**
   * Sets {@code java.io.tmpdir}, which pools look up whenever they need it, if it is not set yet.
   */
  static synchronized void use() {
    if (used) {
      return;
    }
    try {
      // Not below target: a unix-domain socket's path is to be short.
      Path own = Files.createTempDirectory(Path.of(System.getProperty(PROPERTY)), "fpt");
      own.toFile().deleteOnExit(); // after the hooks that delete what is in it
      System.setProperty(PROPERTY, own.toString());
      used = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
