package io.forkpool.bench.batch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * A progress bar on stderr while a way runs, if a terminal is there. It asks the way now and then
 * how far it is, so the batch itself has nothing to do for it.
 */
final class Progress {
  private static final long POLL_MILLIS = 200;

  private final ProgressBar bar;
  private final ScheduledExecutorService poller;

  private Progress(ProgressBar bar, ScheduledExecutorService poller) {
    this.bar = bar;
    this.poller = poller;
  }

  /** Shows how far a way is, from now until it is ended. */
  static Progress show(Way way, int pieces) {
    if (!Terminal.isWatched()) {
      return new Progress(null, null);
    }
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(way.name())
            .setInitialMax(pieces)
            .clearDisplayOnFinish()
            .build();
    ScheduledExecutorService poller =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    long before = way.completed();
    poller.scheduleWithFixedDelay(
        () -> bar.stepTo(way.completed() - before),
        POLL_MILLIS,
        POLL_MILLIS,
        TimeUnit.MILLISECONDS);
    return new Progress(bar, poller);
  }

  /** Takes the bar away. */
  void end() {
    if (bar != null) {
      poller.shutdownNow();
      bar.close();
    }
  }
}
