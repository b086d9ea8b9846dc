package io.forkpool.core.supervise;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLock;
import io.forkpool.WorkerEnd;
import java.util.List;

/** What a slot tells of its workers. Must not block and not throw. */
public interface SlotEvents {
  /**
   * A process was started.
   *
   * @param pid its process id
   */
  void started(long pid);

  /**
   * A process was copied while other threads held locks.
   *
   * @param pid its process id
   * @param locks what was held; not empty
   */
  void locksHeldAtFork(long pid, List<HeldLock> locks);

  /**
   * A worker is ready.
   *
   * @param pid its process id
   * @param startupNanos how long that took
   */
  void ready(long pid, long startupNanos);

  /**
   * A worker that is ready has taken the place of another.
   *
   * @param pid the process id of the one that has ended
   * @param successor the process id of the one that is ready
   */
  void replaced(long pid, long successor);

  /** The last worker has gone. */
  void ended();

  /**
   * A worker died unasked.
   *
   * @param pid its process id
   * @param status how
   * @param tasksLost how many tasks it had begun
   * @param why what led to it
   */
  void lost(long pid, ExitStatus status, int tasksLost, WorkerEnd why);

  /**
   * A worker ended as it was told.
   *
   * @param pid its process id
   * @param status how
   * @param why why it was told to
   */
  void stopped(long pid, ExitStatus status, WorkerEnd why);
}
