package io.forkpool.core.cache;

import io.forkpool.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An archive that fits a JVM.
 *
 * @param file where it lies
 */
public record ClassDataArchive(Path file) {
  /** A JVM that lives longer than this has not been crashed by what it has mapped. */
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int SIGABRT = 6;
  private static final int SIGBUS = 7;
  private static final int SIGSEGV = 11;
  private static final Set<Integer> CRASHES = Set.of(SIGABRT, SIGBUS, SIGSEGV);

  /**
   * Gives the flags by which a JVM uses this archive, and starts without it if it does not fit.
   *
   * @return the flags; those of the user come after them
   */
  public List<String> flags() {
    return ArchiveKind.ofThisJdk().flags(file);
  }

  /**
   * Looks how a child ends that was started with this archive: if it crashes at once, the archive
   * is used no more.
   *
   * @param exit how it ends
   */
  public void watch(CompletableFuture<ExitStatus> exit) {
    long begun = System.nanoTime();
    exit.thenAccept(
        status -> {
          if (System.nanoTime() - begun < START_NANOS
              && status instanceof ExitStatus.Signaled signaled
              && CRASHES.contains(signaled.signal())) {
            System.getLogger("io.forkpool")
                .log(
                    System.Logger.Level.WARNING,
                    "a worker has crashed at its start; it may be due to its class-data archive "
                        + file
                        + ", which is deleted");
            ClassDataArchives.distrust(file);
          }
        });
  }
}
