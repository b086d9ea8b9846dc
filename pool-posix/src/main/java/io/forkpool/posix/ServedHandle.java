package io.forkpool.posix;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ChildRole;
import io.forkpool.spi.ErrorTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A child of the fork server, as the application sees it. The server tells its exit status, which
 * is exact. If the server has gone, nobody can tell it any more: {@link ExitStatus.Lost}, once the
 * process has ended, which is then looked for: {@link ProcessHandle#onExit} looks seldom, and takes
 * a process that nobody has reaped for one that lives; in a container whose first process is no
 * {@code init} nobody ever does. It is signalled by {@link ProcessHandle}, which compares the
 * process's start time, so that another process with the same id is never hit.
 */
final class ServedHandle extends NativeChild {
  private static final int LOOK_MILLIS = 50;

  private final Optional<ProcessHandle> process;

  /** Tells the server to interrupt it; false if the server has gone. */
  private final BooleanSupplier interrupter;

  private final ChildRole role;

  ServedHandle(int pid, Optional<ErrorTail> errors, ChildRole role, BooleanSupplier interrupter) {
    super(pid, errors);
    this.role = role;
    this.interrupter = interrupter;
    this.process = ProcessHandle.of(pid);
  }

  /**
   * The server has reaped it. Who waits for a process of its own may end this JVM next: what that
   * process has written must have been passed on.
   */
  void exited(int status) {
    ExitStatus end = WaitStatus.decode(status);
    if (role == ChildRole.PROCESS) {
      whenPassedOn(() -> ended(end));
    } else {
      ended(end);
    }
  }

  /** The server has gone: the child may live on. */
  void orphaned() {
    if (process.isEmpty() || hasEnded(process.get())) {
      ended(new ExitStatus.Lost());
    } else {
      CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
          .execute(this::orphaned);
    }
  }

  /** Whether a process runs no more, reaped or not. */
  static boolean hasEnded(ProcessHandle process) {
    if (!process.isAlive()) {
      return true;
    }
    try {
      String stat = Files.readString(Path.of("/proc", process.pid() + "", "stat")); // proc(5)
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return !process.isAlive();
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

  @Override
  public void interrupt() throws IOException {
    if (!interrupter.getAsBoolean() && !onExit().isDone()) {
      throw new IOException("its fork server has gone; it can still be terminated");
    }
  }
}
