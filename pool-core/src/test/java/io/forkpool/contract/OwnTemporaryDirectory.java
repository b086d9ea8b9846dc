package io.forkpool.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

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
      own.toFile().deleteOnExit(); // after the hooks
      Runtime.getRuntime().addShutdownHook(new Thread(() -> empty(own)));
      System.setProperty(PROPERTY, own.toString());
      used = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what processes have left that tests have killed; pools delete theirs at this time. */
  private static void empty(Path own) {
    try (Stream<Path> all = Files.walk(own)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(own)) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("some temporary files of tests are left in " + own + ": " + e);
    }
  }
}
