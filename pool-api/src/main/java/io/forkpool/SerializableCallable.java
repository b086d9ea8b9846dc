package io.forkpool;

import java.io.Serializable;

/**
 * A task: a computation without an argument, that can travel to another process.
 *
 * <p>A lambda or method reference that is passed where this type is expected is serializable, and
 * so is what it captures if that can travel. It runs in another process on a <em>copy</em> of what
 * it captured: what it changes there is not seen here.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableCallable<R> extends Serializable {
  /**
   * Computes the result, in a worker process.
   *
   * @return the result, which travels back to the caller as a copy; may be null
   * @throws Exception whatever the task throws; the caller gets it as the cause of a {@link
   *     TaskFailedException}
   */
  R call() throws Exception;
}
