package io.forkpool.posix;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLock;
import io.forkpool.spi.ErrorTail;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * A forked child, as its parent sees it. A thread of its own waits for it, so its exit status is
 * exact and it leaves no zombie. A signal is sent only while the process id is still the child's:
 * under the lock under which it is reaped.
 */
final class ForkedHandle extends NativeChild {
  private final List<HeldLock> heldLocks;
  private final Object reaping = new Object();
  private boolean reaped;

  ForkedHandle(ForkedChild child, Optional<ErrorTail> errors, String name) {
    this(child, errors, reap -> new Thread(null, reap, name + "-reaper", 256 * 1024));
  }

  /** Ends the child if there is no thread to be had that waits for it. */
  ForkedHandle(ForkedChild child, Optional<ErrorTail> errors, ThreadFactory threads) {
    super(child.pid(), errors);
    this.heldLocks = child.heldLocks();
    Thread reaper = threads.newThread(this::reap);
    reaper.setDaemon(true);
    try {
      reaper.start();
    } catch (OutOfMemoryError e) {
      kill();
      reap();
      throw e;
    }
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
    ended(status);
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

  @Override
  public void interrupt() {
    signal(Native.SIGURG);
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
