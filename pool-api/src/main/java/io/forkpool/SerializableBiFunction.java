package io.forkpool;

import java.io.Serializable;

/**
 * A task: a function of two arguments, that can travel to another process.
 *
 * <p>A lambda or method reference that is passed where this type is expected is serializable, and
 * so is what it captures if that can travel. It runs in another process on a <em>copy</em> of what
 * it captured: what it changes there is not seen here.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableBiFunction<A, B, R> extends Serializable {
  /**
   * Applies this function, in a worker process.
   *
   * @param first the first argument, a copy; may be null if the caller passed null
   * @param second the second argument, a copy; may be null if the caller passed null
   * @return the result, which travels back to the caller as a copy; may be null
   * @throws Exception whatever the task throws; the caller gets it as the cause of a {@link
   *     TaskFailedException}
   */
  R apply(A first, B second) throws Exception;
}
