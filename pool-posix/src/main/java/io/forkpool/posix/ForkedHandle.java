package io.forkpool.posix;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLock;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ErrorTail;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A forked child, as its parent sees it. A thread of its own waits for it, so its exit status is
 * exact and it leaves no zombie. A signal is sent only while the process id is still the child's:
 * under the lock under which it is reaped.
 */
final class ForkedHandle implements ChildHandle {
  private final int pid;
  private final List<HeldLock> heldLocks;
  private final ErrorTail errors;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private final Object reaping = new Object();
  private boolean reaped;

  ForkedHandle(ForkedChild child, ErrorTail errors, String name) {
    this.pid = child.pid();
    this.heldLocks = child.heldLocks();
    this.errors = errors;
    Thread reaper = new Thread(null, this::reap, name + "-reaper", 256 * 1024);
    reaper.setDaemon(true);
    reaper.start();
  }

  private void reap() {
    ExitStatus status;
    try {
      Native.get().awaitExit(pid);
      int[] raw = new int[1];
      synchronized (reaping) {
        Native.get().waitpid(pid, raw, 0);
        reaped = true;
      }
      status = WaitStatus.decode(raw[0]);
    } catch (PosixException e) {
      System.getLogger(ForkedHandle.class.getPackageName())
          .log(System.Logger.Level.WARNING, "somebody else has waited for child " + pid, e);
      status = new ExitStatus.Lost();
    }
    exit.complete(status);
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
  public List<HeldLock> heldLocks() {
    return heldLocks;
  }

  @Override
  public void terminate() {
    signal(Native.SIGTERM);
  }

  @Override
  public void kill() {
    signal(Native.SIGKILL);
  }

  private void signal(int signal) {
    synchronized (reaping) {
      if (reaped) {
        return;
      }
      try {
        Native.get().kill(pid, signal);
      } catch (PosixException e) {
        throw new IllegalStateException("cannot signal child " + pid, e);
      }
    }
  }
}
