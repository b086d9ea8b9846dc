package io.forkpool.core;

import io.forkpool.Pool;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A pool as an {@link java.util.concurrent.ExecutorService}; {@link Pool#asExecutorService} says
 * more.
 */
final class PoolExecutorService extends AbstractExecutorService {
  private final Pool pool;
  private final Engine engine;
  private final Calls calls;
  private final Set<PoolTask<?>> unfinished = ConcurrentHashMap.newKeySet();
  private volatile boolean shutdown;

  PoolExecutorService(Pool pool, Engine engine, Calls calls) {
    this.pool = pool;
    this.engine = engine;
    this.calls = calls;
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
    return new PoolTask<>(engine, calls, new RemoteCallable<>(callable));
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
    return new PoolTask<>(engine, calls, new RemoteRunnable<>(runnable, value));
  }

  @Override
  public void execute(Runnable command) {
    PoolTask<?> task =
        command instanceof PoolTask<?> ours
            ? ours
            : new PoolTask<>(engine, calls, new RemoteRunnable<>(command, null));
    unfinished.add(task);
    try {
      task.run();
    } catch (RuntimeException e) {
      unfinished.remove(task);
      throw e;
    }
    task.future()
        .whenComplete(
            (value, thrown) -> {
              unfinished.remove(task);
              if (task != command && thrown != null) {
                System.getLogger("io.forkpool")
                    .log(Level.WARNING, "an executed task failed", thrown);
              }
            });
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("centuries have passed", e);
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("there are no tasks");
    }
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    List<PoolTask<T>> all = new ArrayList<>();
    BlockingQueue<PoolTask<T>> ended = new LinkedBlockingQueue<>();
    try {
      for (Callable<T> callable : tasks) {
        PoolTask<T> task = new PoolTask<>(engine, calls, new RemoteCallable<>(callable));
        all.add(task);
        execute(task);
        task.future().whenComplete((value, thrown) -> ended.add(task));
      }
      ExecutionException failure = null;
      for (int i = 0; i < all.size(); i++) {
        PoolTask<T> next = ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new TimeoutException("no task has succeeded within the time");
        }
        try {
          return next.get();
        } catch (ExecutionException e) {
          failure = e;
        }
      }
      throw failure;
    } finally {
      all.forEach(task -> task.cancel(true));
    }
  }

  @Override
  public void shutdown() {
    shutdown = true;
    pool.close();
  }

  /** Stops the workers; returns the tasks that had not begun. */
  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    pool.close();
    List<Runnable> notBegun = new ArrayList<>();
    for (PoolTask<?> task : unfinished) {
      if (task.cancelUnlessBegun()) {
        notBegun.add(task);
      }
    }
    pool.terminate();
    return notBegun;
  }

  @Override
  public boolean isShutdown() {
    return shutdown || engine.isClosed();
  }

  @Override
  public boolean isTerminated() {
    return isShutdown() && pool.join(Duration.ZERO);
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return engine.awaitEnd(unit.toNanos(timeout));
  }
}
