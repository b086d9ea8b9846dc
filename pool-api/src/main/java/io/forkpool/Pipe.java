package io.forkpool;

import java.io.Serializable;

/**
 * A pipe between processes: two connected ends. What is sent on one is received on the other, whole
 * messages, in order. Made by {@link Context#pipe()} and {@link Context#oneWayPipe()}. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * Pipe pipe = context.pipe();
 * Connection mine = pipe.first();
 * Connection yours = pipe.second();
 * CompletableFuture<Void> done = pool.applyAsync(() -> {
 *   try (yours) {
 *     yours.send("hello");
 *   }
 *   return null;
 * });
 * mine.receive(); // "hello"
 * }</pre>
 *
 * <p>A pipe that travels to another process takes both ends there; mostly one of them is to be
 * passed, and closed here once it has been.
 */
public interface Pipe extends AutoCloseable, Serializable {

  /**
   * Gives one end. Of a one-way pipe it receives.
   *
   * @return the same connection each time, never null
   */
  Connection first();

  /**
   * Gives the other end. Of a one-way pipe it sends.
   *
   * @return the same connection each time, never null
   */
  Connection second();

  /** Closes both ends, in this process. Does nothing where they are closed. */
  @Override
  default void close() {
    first().close();
    second().close();
  }
}
