package io.forkpool;

import java.util.List;
import java.util.Objects;

/**
 * The worker process died while it ran the task: it exited, halted, crashed or was killed. Only
 * what that worker had begun fails with this; the worker is replaced.
 */
public class WorkerLostException extends PoolException {
  private static final long serialVersionUID = 1L;

  /** The worker's process id. */
  private final long pid;

  /** How the worker ended. */
  private final ExitStatus exitStatus;

  /** The last lines of its stderr, oldest first. */
  @SuppressWarnings("serial") // always the immutable, serializable list of List.copyOf
  private final List<String> lastErrorLines;

  /**
   * Makes an exception.
   *
   * @param message what happened: the worker, its exit code or signal, and its last words
   * @param pid the worker's process id, or -1 if it never had one
   * @param exitStatus how it ended
   * @param lastErrorLines the last lines of its stderr, oldest first; copied
   */
  public WorkerLostException(
      String message, long pid, ExitStatus exitStatus, List<String> lastErrorLines) {
    super(message);
    this.pid = pid;
    this.exitStatus = Objects.requireNonNull(exitStatus, "exitStatus");
    this.lastErrorLines = List.copyOf(lastErrorLines);
  }

  /**
   * Tells which process it was.
   *
   * @return its process id, or -1 if it never had one
   */
  public long pid() {
    return pid;
  }

  /**
   * Tells how the process ended.
   *
   * @return its exit code or signal, never null
   */
  public ExitStatus exitStatus() {
    return exitStatus;
  }

  /**
   * Tells the process's last words.
   *
   * @return the last lines that it wrote to its stderr, oldest first; immutable, maybe empty
   */
  public List<String> lastErrorLines() {
    return lastErrorLines;
  }
}
