package io.forkpool.core.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The future of a call. Cancelling it cancels the call. It is completed on the pool's callback
 * threads, so functions that depend on it never run on a thread that serves a worker.
 *
 * @param <T> the type of the result
 */
public final class TaskFuture<T> extends CompletableFuture<T> {
  private final Executor completer;
  private volatile Runnable onCancel = () -> {};

  /**
   * Makes a future.
   *
   * @param completer what runs its completion
   */
  public TaskFuture(Executor completer) {
    this.completer = completer;
  }

  void onCancel(Runnable action) {
    this.onCancel = action;
  }

  void succeed(T value) {
    completer.execute(() -> complete(value));
  }

  void fail(Throwable cause) {
    completer.execute(() -> completeExceptionally(cause));
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      onCancel.run();
    }
    return cancelled;
  }

  /** Dependent futures are plain ones: cancelling them cancels nothing else. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
