package io.forkpool.core;

import io.forkpool.SerializableCallable;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.dispatch.SingleCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A task of the executor view: encoded when it is made, submitted when it is run. Thread-safe.
 *
 * @param <T> the type of its result
 */
final class PoolTask<T> implements RunnableFuture<T> {
  private final Engine engine;
  private final Payload encoded;
  private final SingleCall<T> call;

  PoolTask(Engine engine, Calls calls, SerializableCallable<T> task) {
    this.engine = engine;
    this.encoded = engine.encoder().item(task, false);
    this.call = calls.prepare();
  }

  CompletableFuture<T> future() {
    return call.future();
  }

  @Override
  public void run() {
    engine.dispatcher().intake().submit(call, encoded);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return call.future().cancel(mayInterruptIfRunning);
  }

  boolean cancelUnlessBegun() {
    return engine.dispatcher().intake().cancelUnlessBegun(call) && call.future().cancel(false);
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
