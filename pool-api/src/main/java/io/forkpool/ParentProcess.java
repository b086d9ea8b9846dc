package io.forkpool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The process that has started this one, as its child sees it. Whatever ends it, {@code kill -9}
 * included, is noticed within a second. Thread-safe.
 */
public interface ParentProcess {

  /**
   * Tells the parent's process id.
   *
   * @return the process id
   */
  long pid();

  /**
   * Tells the parent's name.
   *
   * @return its name as a {@link ChildProcess}; {@code MainProcess} if it was started by hand
   */
  String name();

  /**
   * Tells whether the parent still runs.
   *
   * @return false once it has ended
   */
  boolean isAlive();

  /**
   * Waits until the parent has ended.
   *
   * @throws PoolException if this thread is interrupted; its cause is the {@link
   *     InterruptedException}, and the interrupt status is set again
   */
  void join();

  /**
   * Waits until the parent has ended, for a while at the most.
   *
   * @param timeout how long; zero or less only looks
   * @return whether it has ended
   * @throws PoolException if this thread is interrupted; its cause is the {@link
   *     InterruptedException}, and the interrupt status is set again
   */
  boolean join(Duration timeout);

  /**
   * Tells when the parent has ended. How, a child cannot learn.
   *
   * @return a future of its own at each call, that completes when it has; never exceptionally
   */
  CompletableFuture<Void> onExit();
}
