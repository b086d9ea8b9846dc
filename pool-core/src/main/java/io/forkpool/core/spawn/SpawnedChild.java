package io.forkpool.core.spawn;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ErrorTail;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A child JVM by its {@link Process}. It is signalled by its {@link ProcessHandle}: a {@link
 * Process} that is destroyed closes its streams at once, also after its end, and with them goes
 * what {@link ErrorTail} has not read yet, which are the last words.
 */
final class SpawnedChild implements ChildHandle {
  private final Process process;

  /** Empty where its stderr is this JVM's own. */
  private final Optional<ErrorTail> errors;

  private final CompletableFuture<ExitStatus> exit;

  SpawnedChild(Process process, Optional<ErrorTail> errors) {
    this.process = process;
    this.errors = errors;
    this.exit = process.onExit().thenApply(ended -> ExitStatus.ofExitValue(ended.exitValue()));
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public CompletableFuture<ExitStatus> onExit() {
    return exit;
  }

  @Override
  public List<String> lastErrorLines() {
    return errors
        .map(tail -> process.isAlive() ? tail.lines() : tail.linesAtEnd())
        .orElse(List.of());
  }

  @Override
  public void terminate() {
    if (process.isAlive()) {
      process.toHandle().destroy();
    }
  }

  @Override
  public void kill() {
    if (process.isAlive()) {
      process.toHandle().destroyForcibly();
    }
  }

  @Override
  public void interrupt() throws IOException {
    UrgentSignal.send(process);
  }
}
