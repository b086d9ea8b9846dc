package io.forkpool.core.child;

import java.util.concurrent.CompletableFuture;

/**
 * A future that a stage of a {@link CompletableFuture} refers to, as it travels to a worker:
 * whether it is done, and with what.
 *
 * @param done whether it is
 * @param value its value, or null
 * @param failure what it failed with, or null
 */
public record StagePart(boolean done, Object value, Throwable failure) {

  /**
   * Takes a future's outcome down.
   *
   * @param future the future
   * @return its outcome so far
   */
  public static StagePart of(CompletableFuture<?> future) {
    return future.isDone()
        ? future.handle((value, failure) -> new StagePart(true, value, failure)).join()
        : new StagePart(false, null, null);
  }

  /** A future with the same outcome, which is nobody else's. */
  CompletableFuture<Object> copy() {
    CompletableFuture<Object> copy = new CompletableFuture<>();
    if (done && failure != null) {
      copy.completeExceptionally(failure);
    } else if (done) {
      copy.complete(value);
    }
    return copy;
  }
}
