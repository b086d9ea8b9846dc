package io.forkpool;

import java.util.concurrent.CompletableFuture;

/**
 * What {@link Connection#select} can wait for, several at once. Thread-safe, as its implementations
 * are to be.
 */
public interface Waitable {

  /**
   * Tells whether it is ready now, without waiting for it.
   *
   * @return true for a connection from which a message can be received, or that is at the end of
   *     its stream; for a process that has ended
   */
  boolean isReady();

  /**
   * Gives word when it may have become ready. {@link #isReady} has the last word: of a message,
   * another receiver may have been faster.
   *
   * @return a new future, completed with any value or exception when that is so, maybe at once;
   *     cancel it when it is not needed any more
   */
  CompletableFuture<?> onReady();
}
