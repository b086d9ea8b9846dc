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

  /** Where it is noted while it is to be completed; null if nobody else waits for that. */
  private final Completions completions;

  private volatile Consumer<Boolean> onCancel = kill -> {};

  /**
   * Makes a future.
   *
   * @param completer what runs its completion
   */
  public TaskFuture(Executor completer) {
    this(completer, null);
  }

  /**
   * Makes a future.
   *
   * @param completer what runs its completion
   * @param completions where it is noted from the end of its call until it is completed
   */
  public TaskFuture(Executor completer, Completions completions) {
    this.completer = completer;
    this.completions = completions;
  }

  void onCancel(Consumer<Boolean> action) {
    this.onCancel = action;
  }

  /** Its call ends: {@link #succeed} or {@link #fail} comes next. Under the dispatcher's lock. */
  void ending() {
    if (completions != null) {
      completions.add(this);
    }
  }

  void succeed(T value) {
    completer.execute(() -> end(() -> complete(value)));
  }

  void fail(Throwable cause) {
    completer.execute(() -> end(() -> completeExceptionally(cause)));
  }

  private void end(Runnable completion) {
    try {
      completion.run();
    } finally {
      if (completions != null) {
        completions.remove(this);
      }
    }
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
