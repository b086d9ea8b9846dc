package io.forkpool.posix;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ErrorTail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A child of the fork server, as the application sees it. The server tells its exit status, which
 * is exact. If the server has gone, nobody can tell it any more: {@link ExitStatus.Lost}, once the
 * process has ended. It is signalled by {@link ProcessHandle}, which compares the process's start
 * time, so that another process with the same id is never hit.
 */
final class ServedHandle implements ChildHandle {
  private final int pid;
  private final Optional<ProcessHandle> process;
  private final ErrorTail errors;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

  ServedHandle(int pid, ErrorTail errors) {
    this.pid = pid;
    this.process = ProcessHandle.of(pid);
    this.errors = errors;
  }

  /** The server has reaped it. */
  void exited(int status) {
    exit.complete(WaitStatus.decode(status));
  }

  /** The server has gone: the child may live on. */
  void orphaned() {
    if (process.isPresent()) {
      process.get().onExit().thenRun(() -> exit.complete(new ExitStatus.Lost()));
    } else {
      exit.complete(new ExitStatus.Lost());
    }
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public CompletableFuture<ExitStatus> onExit() {
    return exit;
  }

  @Override
  public List<String> lastErrorLines() {
    return exit.isDone() ? errors.linesAtEnd() : errors.lines();
  }

  @Override
  public void terminate() {
    process.ifPresent(ProcessHandle::destroy);
  }

  @Override
  public void kill() {
    process.ifPresent(ProcessHandle::destroyForcibly);
  }
}
