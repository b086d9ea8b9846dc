package io.forkpool.posix;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ErrorTail;
import java.util.Optional;

/**
 * A child of the fork server, as the application sees it. The server tells its exit status, which
 * is exact. If the server has gone, nobody can tell it any more: {@link ExitStatus.Lost}, once the
 * process has ended. It is signalled by {@link ProcessHandle}, which compares the process's start
 * time, so that another process with the same id is never hit.
 */
final class ServedHandle extends NativeChild {
  private final Optional<ProcessHandle> process;

  ServedHandle(int pid, ErrorTail errors) {
    super(pid, errors);
    this.process = ProcessHandle.of(pid);
  }

  /** The server has reaped it. */
  void exited(int status) {
    ended(WaitStatus.decode(status));
  }

  /** The server has gone: the child may live on. */
  void orphaned() {
    if (process.isPresent()) {
      process.get().onExit().thenRun(() -> ended(new ExitStatus.Lost()));
    } else {
      ended(new ExitStatus.Lost());
    }
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
