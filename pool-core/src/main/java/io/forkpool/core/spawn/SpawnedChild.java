package io.forkpool.core.spawn;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ErrorTail;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A child JVM by its {@link Process}. */
final class SpawnedChild implements ChildHandle {
  private final Process process;
  private final ErrorTail errors;
  private final CompletableFuture<ExitStatus> exit;

  SpawnedChild(Process process, String name) {
    this.process = process;
    this.errors = ErrorTail.follow(process.getErrorStream(), name);
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
    return process.isAlive() ? errors.lines() : errors.linesAtEnd();
  }

  @Override
  public void terminate() {
    process.destroy();
  }

  @Override
  public void kill() {
    process.destroyForcibly();
  }
}
