package io.forkpool;

/**
 * A process ended while it held a {@link ProcessLock}: what the lock guards may be half changed.
 * Whoever asks for the lock gets this, until one takes it by {@link ProcessLock#lock(Runnable)} and
 * brings things into order.
 */
public class HolderLostException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** The process that ended. */
  private final long pid;

  /**
   * Makes an exception.
   *
   * @param message what happened, and what to do
   * @param pid the process that ended
   */
  public HolderLostException(String message, long pid) {
    super(message);
    this.pid = pid;
  }

  /**
   * Tells which process ended while it held the lock.
   *
   * @return its process id, or 0 if it is not known
   */
  public long pid() {
    return pid;
  }
}
