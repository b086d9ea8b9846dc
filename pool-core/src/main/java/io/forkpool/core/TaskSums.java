package io.forkpool.core;

import io.forkpool.PoolListener;
import io.forkpool.TaskListener;
import io.forkpool.core.dispatch.Dispatcher;
import io.forkpool.core.dispatch.Snapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells what becomes of tasks as the difference of two snapshots. The dispatcher counts in any
 * case, so without a {@link TaskListener} this costs nothing; with one, a look at a flag for each
 * chunk and a snapshot every {@link #PERIOD_MILLIS}.
 */
final class TaskSums {
  private static final long PERIOD_MILLIS = 100;

  private final Dispatcher dispatcher;
  private final Listeners listeners;
  private final Executor later;
  private final AtomicBoolean due = new AtomicBoolean();

  /** Up to where listeners were told. Guarded by this. */
  private Snapshot told;

  TaskSums(Dispatcher dispatcher, Listeners listeners, Executor callbacks) {
    this.dispatcher = dispatcher;
    this.listeners = listeners;
    this.later = CompletableFuture.delayedExecutor(PERIOD_MILLIS, TimeUnit.MILLISECONDS, callbacks);
    listeners.beforeEnd(this::tell);
  }

  /** Listeners have come or gone. */
  synchronized void listenersChanged() {
    boolean wanted = listeners.anyIs(TaskListener.class);
    if (wanted && told == null) {
      told = dispatcher.snapshot();
      dispatcher.observe(this::happened);
    } else if (!wanted) {
      dispatcher.observe(() -> {});
      told = null;
    }
  }

  private void happened() {
    if (!due.get() && due.compareAndSet(false, true)) {
      later.execute(this::tell);
    }
  }

  /** Tells what was not told, behind the other events so far. */
  private void tell() {
    listeners.tellWhenDue(this::next);
  }

  private synchronized Consumer<PoolListener> next() {
    due.set(false);
    Snapshot before = told;
    if (before == null) {
      return listener -> {};
    }
    Snapshot now = dispatcher.snapshot();
    told = now;
    return listener -> {
      if (listener instanceof TaskListener tasks) {
        tell(tasks, before, now);
      }
    };
  }

  private static void tell(TaskListener listener, Snapshot before, Snapshot now) {
    long queued = now.submitted() - before.submitted();
    long begun = now.begun() - before.begun();
    long done = now.completed() - before.completed();
    long failed = now.failed() - before.failed();
    long retried = now.retried() - before.retried();
    if (queued > 0) {
      listener.tasksQueued(queued);
    }
    if (begun > 0) {
      listener.tasksBegun(begun);
    }
    if (done > 0) {
      listener.tasksDone(done, Duration.ofNanos(now.ranNanos() - before.ranNanos()));
    }
    if (failed > 0) {
      listener.tasksFailed(failed);
    }
    if (retried > 0) {
      listener.tasksRetried(retried);
    }
  }
}
