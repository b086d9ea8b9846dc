package io.forkpool.core;

import io.forkpool.Pool;
import io.forkpool.SerializableCallable;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A pool as an {@link java.util.concurrent.ExecutorService}; {@link Pool#asExecutorService} says
 * more.
 *
 * <p>What {@link #execute} is given need not be what a worker runs. A future of this service is
 * sent by its callable; a stage of a {@link java.util.concurrent.CompletableFuture} is taken apart
 * ({@link Stage}); and of an {@link ExecutorCompletionService} the task is run that it had this
 * service make just before, on the same thread.
 */
final class PoolExecutorService extends AbstractExecutorService {
  private final Pool pool;
  private final Engine engine;
  private final Calls calls;
  private final Submissions submissions = new Submissions();

  /** The task that this thread has made last and has not submitted. */
  private final ThreadLocal<PoolTask<?>> made = new ThreadLocal<>();

  PoolExecutorService(Pool pool, Engine engine, Calls calls) {
    this.pool = pool;
    this.engine = engine;
    this.calls = calls;
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
    return noted(task(new RemoteCallable<>(callable)));
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
    return noted(task(new RemoteRunnable<>(runnable, value)));
  }

  private <T> PoolTask<T> task(SerializableCallable<T> callable) {
    return new PoolTask<>(engine, calls, callable);
  }

  private <T> PoolTask<T> noted(PoolTask<T> task) {
    made.set(task);
    return task;
  }

  @Override
  public void execute(Runnable command) {
    Objects.requireNonNull(command, "command");
    PoolTask<?> last = made.get();
    made.remove();
    if (command instanceof PoolTask<?> task) {
      if (task.isOf(engine)) {
        submissions.add(task, task);
      } else {
        adopt(task);
      }
    } else if (last != null && isOfCompletionService(command)) {
      // It runs the task, which is done by then, and queues it.
      submissions.add(last, command, (value, failure) -> command.run());
    } else if (Stage.isOne(command)) {
      executeStage(command);
    } else {
      submissions.add(
          task(new RemoteRunnable<>(command, null)),
          command,
          (value, failure) -> logFailure(failure));
    }
  }

  private static boolean isOfCompletionService(Runnable command) {
    return command.getClass().getEnclosingClass() == ExecutorCompletionService.class;
  }

  private static void logFailure(Throwable failure) {
    if (failure != null) {
      System.getLogger("io.forkpool").log(Level.WARNING, "an executed task failed", failure);
    }
  }

  private void executeStage(Runnable command) {
    Stage stage = Stage.of(command);
    if (!stage.isOver()) {
      PoolTask<Object> task = task(stage.remote());
      submissions.add(task, command, stage::complete);
      stage.target().whenComplete((value, failure) -> task.cancel(false));
    }
  }

  /** Runs what another pool has given back. */
  private <T> void adopt(PoolTask<T> other) {
    SerializableCallable<T> callable = other.takeOver();
    if (callable == null) {
      return;
    }
    try {
      PoolTask<T> here = task(callable);
      submissions.add(here, other);
      other.follow(here);
      other.future().whenComplete((value, failure) -> here.cancel(false));
    } catch (RuntimeException e) {
      other.giveBack();
      throw e;
    }
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    List<PoolTask<T>> all = tasksOf(tasks);
    try {
      all.forEach(task -> submissions.add(task, null));
      for (PoolTask<T> task : all) {
        task.awaitEnd(deadline - System.nanoTime());
      }
      return new ArrayList<>(all);
    } catch (TimeoutException e) {
      return new ArrayList<>(all); // those that are not done are cancelled
    } finally {
      cancel(all);
    }
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
    List<PoolTask<T>> all = tasksOf(tasks);
    BlockingQueue<PoolTask<T>> ended = new LinkedBlockingQueue<>();
    try {
      all.forEach(task -> submissions.add(task, null, (value, failure) -> ended.add(task)));
      ExecutionException failed = null;
      for (int i = 0; i < all.size(); i++) {
        PoolTask<T> next = ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new TimeoutException("no task has succeeded within the time");
        }
        try {
          return next.get();
        } catch (ExecutionException e) {
          failed = e;
        } catch (CancellationException e) {
          failed = new ExecutionException(e); // by shutdownNow
        }
      }
      throw failed;
    } finally {
      cancel(all);
    }
  }

  /** The last ones first: else those that have not begun do when the ones that run are stopped. */
  private static void cancel(List<? extends PoolTask<?>> tasks) {
    for (int i = tasks.size() - 1; i >= 0; i--) {
      tasks.get(i).cancel(true);
    }
  }

  private <T> List<PoolTask<T>> tasksOf(Collection<? extends Callable<T>> callables) {
    List<PoolTask<T>> tasks = new ArrayList<>();
    for (Callable<T> callable : callables) {
      tasks.add(task(new RemoteCallable<>(Objects.requireNonNull(callable, "a task"))));
    }
    return tasks;
  }

  @Override
  public void shutdown() {
    pool.close();
  }

  @Override
  public List<Runnable> shutdownNow() {
    pool.close();
    return submissions.giveBack(engine);
  }

  @Override
  public boolean isShutdown() {
    return engine.isClosed();
  }

  @Override
  public boolean isTerminated() {
    return engine.hasEnded();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return engine.awaitEnd(unit.toNanos(timeout));
  }
}
