package io.forkpool;

import java.io.Serializable;

/**
 * A task: a function of one argument, that can travel to another process.
 *
 * <p>A lambda or method reference that is passed where this type is expected is serializable, and
 * so is what it captures if that can travel. It runs in another process on a <em>copy</em> of what
 * it captured: what it changes there is not seen here.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableFunction<A, R> extends Serializable {
  /**
   * Applies this function, in a worker process.
   *
   * @param arg the argument, a copy of what the caller passed; may be null if the caller passed
   *     null
   * @return the result, which travels back to the caller as a copy; may be null
   * @throws Exception whatever the task throws; the caller gets it as the cause of a {@link
   *     TaskFailedException}
   */
  R apply(A arg) throws Exception;
}
