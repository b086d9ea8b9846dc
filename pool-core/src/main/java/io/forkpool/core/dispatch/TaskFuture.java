package io.forkpool.core.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The future of a call. Cancelling it cancels the call. It is completed on the pool's callback
 * threads, so functions that depend on it never run on a thread that serves a worker.
 *
 * @param <T> the type of the result
 */
public final class TaskFuture<T> extends CompletableFuture<T> {
  private final Executor completer;
  private volatile Consumer<Boolean> onCancel = kill -> {};

  /**
   * Makes a future.
   *
   * @param completer what runs its completion
   */
  public TaskFuture(Executor completer) {
    this.completer = completer;
  }

  void onCancel(Consumer<Boolean> action) {
    this.onCancel = action;
  }

  void succeed(T value) {
    completer.execute(() -> complete(value));
  }

  void fail(Throwable cause) {
    completer.execute(() -> completeExceptionally(cause));
  }

  /**
   * Cancels the call, if it has not ended, before functions that depend on this future are run.
   *
   * @param mayInterruptIfRunning whether tasks that run are stopped, by killing their workers; if
   *     not, only what has not begun is dropped
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (!isDone()) {
      onCancel.accept(mayInterruptIfRunning);
    }
    return super.cancel(mayInterruptIfRunning);
  }

  /** Dependent futures are plain ones: cancelling them cancels nothing else. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
