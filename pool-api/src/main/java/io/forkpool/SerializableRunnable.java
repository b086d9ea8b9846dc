package io.forkpool;

import java.io.Serializable;

/**
 * A task: an action without argument and result, that can travel to another process.
 *
 * <p>A lambda or method reference that is passed where this type is expected is serializable, and
 * so is what it captures if that can travel. It runs in another process on a <em>copy</em> of what
 * it captured: what it changes there is not seen here.
 */
@FunctionalInterface
public interface SerializableRunnable extends Serializable {
  /**
   * Runs the action, in a worker process.
   *
   * @throws Exception whatever the task throws; the caller gets it as the cause of a {@link
   *     TaskFailedException}
   */
  void run() throws Exception;
}
