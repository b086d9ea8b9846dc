package io.forkpool.core.outcome;

import io.forkpool.PoolException;

/** How a task ended, as the parent sees it. */
public sealed interface Outcome {
  /**
   * It returned.
   *
   * @param result what it returned, maybe null
   */
  record Value(Object result) implements Outcome {}

  /**
   * It did not.
   *
   * @param error what the caller gets
   */
  record Failure(PoolException error) implements Outcome {}
}
