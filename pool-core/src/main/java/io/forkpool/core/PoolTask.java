package io.forkpool.core;

import io.forkpool.SerializableCallable;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.dispatch.SingleCall;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A task of the executor view: encoded when it is made, so that one that cannot travel is refused
 * on the thread that brings it. Thread-safe.
 *
 * <p>Either a pool runs it or whoever calls {@link #run}, as may be done with a task that {@code
 * shutdownNow} has given back; never both.
 *
 * @param <T> the type of its result
 */
final class PoolTask<T> implements RunnableFuture<T> {
  private enum State {
    /** Nobody runs it yet, or any more. */
    FREE,
    /** The pool has it. */
    SUBMITTED,
    /** Somebody runs it outside of the pool. */
    RUN_ELSEWHERE
  }

  private final Engine engine;
  private final Calls calls;
  private final SingleCall<T> call;
  private final AtomicReference<State> state = new AtomicReference<>(State.FREE);

  /** Null when it is done: what a task holds is not kept as long as its future. */
  private volatile SerializableCallable<T> task;

  private volatile Payload encoded;

  PoolTask(Engine engine, Calls calls, SerializableCallable<T> task) {
    this.engine = engine;
    this.task = task;
    this.calls = calls;
    this.encoded = engine.encoder().item(task, false);
    this.call = calls.prepare();
    call.future()
        .whenComplete(
            (value, failure) -> {
              this.task = null;
              this.encoded = null;
            });
  }

  CompletableFuture<T> future() {
    return call.future();
  }

  SingleCall<T> call() {
    return call;
  }

  boolean isOf(Engine other) {
    return engine == other;
  }

  /**
   * Has the pool run this, unless somebody runs it already.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the pool is closed
   */
  void submit() {
    if (isDone() || !state.compareAndSet(State.FREE, State.SUBMITTED)) {
      return;
    }
    try {
      calls.enqueue(call, encoded); // one that was given back is refused before
      encoded = null;
    } catch (RuntimeException e) {
      state.set(State.FREE);
      throw e;
    }
  }

  /** The pool has given this up before any worker began with it. */
  void giveBack() {
    state.set(State.FREE);
  }

  /**
   * Takes this over, for somebody who will complete its future.
   *
   * @return what is to be called; null if somebody else does so, or has done so
   */
  SerializableCallable<T> takeOver() {
    SerializableCallable<T> its = task;
    return its != null && state.compareAndSet(State.FREE, State.RUN_ELSEWHERE) ? its : null;
  }

  /** Runs this on the calling thread, unless the pool or another thread runs it or has run it. */
  @Override
  public void run() {
    SerializableCallable<T> mine = takeOver();
    if (mine != null) {
      try {
        call.future().complete(mine.call());
      } catch (Throwable thrown) {
        call.future().completeExceptionally(thrown);
      }
    }
  }

  /** Ends as another task does, which stands in for this one. */
  void follow(PoolTask<T> other) {
    other
        .future()
        .whenComplete(
            (value, failure) -> {
              if (failure == null) {
                call.future().complete(value);
              } else {
                call.future().completeExceptionally(failure);
              }
            });
  }

  /** Waits until this has ended, however. */
  void awaitEnd(long nanos) throws InterruptedException, TimeoutException {
    try {
      call.future().get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException | CancellationException e) {
      return; // told by get()
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return call.future().cancel(mayInterruptIfRunning);
  }

  @Override
  public boolean isCancelled() {
    return call.future().isCancelled();
  }

  @Override
  public boolean isDone() {
    return call.future().isDone();
  }

  /** What the task threw is the cause itself, as in any other executor service. */
  @Override
  public T get() throws InterruptedException, ExecutionException {
    try {
      return call.future().get();
    } catch (ExecutionException e) {
      throw Unwrap.taskFailure(e);
    }
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return call.future().get(timeout, unit);
    } catch (ExecutionException e) {
      throw Unwrap.taskFailure(e);
    }
  }
}
