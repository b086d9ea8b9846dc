package io.forkpool.core;

import io.forkpool.ProgressListener;
import io.forkpool.core.dispatch.Progress;
import java.lang.System.Logger.Level;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Tells a user's listener how far one {@code map} is, on the callback threads: now and then, one
 * call at a time, and a last time before the results are given. Thread-safe.
 */
final class MapProgress implements Progress {
  private static final long PERIOD_MILLIS = 100;

  private final ProgressListener listener;
  private final OptionalLong total;
  private final Executor now;
  private final Executor later;

  /** Held while the listener is called: it is told in order. */
  private final Object telling = new Object();

  private long done;
  private boolean due;
  private boolean over;

  MapProgress(ProgressListener listener, long expected, Executor callbacks) {
    this.listener = listener;
    this.total = expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected);
    this.now = callbacks;
    this.later = CompletableFuture.delayedExecutor(PERIOD_MILLIS, TimeUnit.MILLISECONDS, callbacks);
  }

  @Override
  public synchronized void at(long count) {
    done = Math.max(done, count);
    if (!due && !over) {
      due = true;
      later.execute(() -> tell(false));
    }
  }

  @Override
  public void complete(Runnable completion) {
    now.execute(
        () -> {
          try {
            tell(true);
          } finally {
            completion.run();
          }
        });
  }

  @Override
  public synchronized void stop() {
    over = true;
  }

  private void tell(boolean last) {
    synchronized (telling) {
      long count;
      synchronized (this) {
        due = false;
        if (over) {
          return;
        }
        over = last;
        count = done;
      }
      try {
        listener.progress(count, total);
      } catch (RuntimeException | Error e) {
        System.getLogger("io.forkpool").log(Level.WARNING, "a progress listener threw", e);
      }
    }
  }
}
