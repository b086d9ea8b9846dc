package io.forkpool.posix;

import io.forkpool.ExitStatus;
import io.forkpool.spi.Availability;
import java.io.IOException;

/**
 * The system calls themselves, for those who want no pool around them.
 *
 * <pre>{@code
 * int pid = Posix.fork();
 * if (pid == 0) {
 *   System.out.println("child " + Posix.getpid() + " of " + Posix.getppid());
 *   System.exit(0);
 * }
 * }</pre>
 *
 * <p>All methods are thread-safe.
 */
public final class Posix {
  private Posix() {}

  /**
   * Copies this process. In the child the calling thread goes on, with the JVM's own threads and no
   * other; locks that other threads held are never unlocked there. Descriptors are inherited, and
   * those of files that are open for reading only get a position of their own.
   *
   * <p>The child leaves by {@link System#exit} or {@link Runtime#halt}: hooks and {@code
   * deleteOnExit} files that were registered before the fork are the parent's alone.
   *
   * @return 0 in the child, its process id in the parent
   * @throws ForkException if there is no child; the message says why. This process is as it was
   */
  public static int fork() throws ForkException {
    return Forker.fork(ForkOptions.posix());
  }

  /**
   * Waits until a child that {@link #fork} made has ended, and reaps it. Not interruptible.
   *
   * @param pid the child
   * @return how it ended
   * @throws IOException if this process has no such child, or somebody has waited for it before
   */
  public static ExitStatus waitpid(int pid) throws IOException {
    int[] status = new int[1];
    Native.get().waitpid(pid, status, 0);
    return WaitStatus.decode(status[0]);
  }

  /**
   * Tells whether {@link #fork} can work here. Loads no native code.
   *
   * @return the availability, with its cause
   */
  public static Availability forkAvailability() {
    return ForkAvailability.get();
  }

  /**
   * Tells this process's id; never a cached one.
   *
   * @return the process id
   */
  public static int getpid() {
    return Native.get().getpid();
  }

  /**
   * Tells the id of this process's parent.
   *
   * @return the process id; that of another process once the parent has gone
   */
  public static int getppid() {
    return Native.get().getppid();
  }

  /**
   * Registers what is to run around forks, also those of the start methods.
   *
   * @param hook runs from now on
   */
  public static void addForkHook(ForkHook hook) {
    ForkHooks.add(hook);
  }

  /**
   * Takes a hook back.
   *
   * @param hook runs no more
   * @return whether it was registered
   */
  public static boolean removeForkHook(ForkHook hook) {
    return ForkHooks.remove(hook);
  }
}
