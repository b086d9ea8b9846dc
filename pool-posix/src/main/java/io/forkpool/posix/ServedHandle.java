package io.forkpool.posix;

import io.forkpool.ExitStatus;
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

  ServedHandle(int pid, Optional<ErrorTail> errors, BooleanSupplier interrupter) {
    super(pid, errors);
    this.interrupter = interrupter;
    this.process = ProcessHandle.of(pid);
  }

  /** The server has reaped it. */
  void exited(int status) {
    ended(WaitStatus.decode(status));
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
