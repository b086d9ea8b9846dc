package io.forkpool.posix;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ErrorTail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the children of {@code fork} and {@code forkserver} have in common for their parent. */
abstract class NativeChild implements ChildHandle {
  final int pid;

  /** Empty where its stderr is this JVM's own. */
  private final Optional<ErrorTail> errors;

  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

  NativeChild(int pid, Optional<ErrorTail> errors) {
    this.pid = pid;
    this.errors = errors;
  }

  /** It has ended. */
  final void ended(ExitStatus status) {
    exit.complete(status);
  }

  /** Runs an action when what it has written to stderr was passed on, or that takes too long. */
  final void whenPassedOn(Runnable action) {
    if (errors.isPresent()) {
      errors.get().awaitEnd().thenRun(action);
    } else {
      action.run();
    }
  }

  @Override
  public final long pid() {
    return pid;
  }

  @Override
  public final CompletableFuture<ExitStatus> onExit() {
    return exit;
  }

  @Override
  public final List<String> lastErrorLines() {
    return errors.map(tail -> exit.isDone() ? tail.linesAtEnd() : tail.lines()).orElse(List.of());
  }
}
