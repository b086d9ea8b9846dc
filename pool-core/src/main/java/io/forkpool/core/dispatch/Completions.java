package io.forkpool.core.dispatch;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The futures of a pool whose calls have ended, and which other threads are about to complete. A
 * call ends under the dispatcher's lock, and its future is noted here under it, too: whoever finds
 * later that the workers have gone finds here what is not told yet. Thread-safe.
 */
public final class Completions {
  private final Set<TaskFuture<?>> due = ConcurrentHashMap.newKeySet();
  private volatile boolean awaited;

  void add(TaskFuture<?> future) {
    due.add(future);
  }

  /** A future is done, and what depends on it has run. */
  void remove(TaskFuture<?> future) {
    due.remove(future);
    if (awaited) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /**
   * Tells whether the futures of all calls that have ended are done.
   *
   * @return whether they are
   */
  public boolean allDone() {
    return due.stream().allMatch(TaskFuture::isDone);
  }

  /**
   * Waits until the futures of all calls that have ended are done; not for what depends on them,
   * which may itself wait for the caller.
   *
   * @param nanos for how long at the most
   * @return whether they are
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitDone(long nanos) throws InterruptedException {
    try {
      CompletableFuture.allOf(due.toArray(CompletableFuture<?>[]::new))
          .get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return true; // all are done, one of them with this
    } catch (TimeoutException e) {
      return false;
    }
  }

  /**
   * Waits until what depends on the futures of calls that have ended has run, too.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public synchronized void awaitTold() throws InterruptedException {
    awaited = true;
    while (!due.isEmpty()) {
      wait();
    }
  }
}
