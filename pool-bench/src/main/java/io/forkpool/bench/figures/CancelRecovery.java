package io.forkpool.bench.figures;

import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The only worker of a pool hangs in a task that is cancelled: the time until its process has gone,
 * and until the next worker is ready. A run's value is the median of its cancels.
 */
final class CancelRecovery implements Figure {
  private static final int CANCELS = 10;
  private static final long POLL_NANOS = 200_000;

  /** A fork server uses such a while to make spare children; cancels in life are not denser. */
  private static final long UP_MILLIS = 100;

  private static final long PATIENCE_SECONDS = 60;

  /** When workers became ready. */
  private final LinkedBlockingQueue<Long> ready = new LinkedBlockingQueue<>();

  @Override
  public String key() {
    return "k";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    double[] gone = new double[setting.runs()];
    double[] again = new double[setting.runs()];
    Pool pool =
        Pool.builder()
            .name("bench")
            .startMethod(setting.startMethod())
            .workers(1)
            .listener(new Readiness())
            .build();
    try {
      awaitReady();
      cancel(pool); // the first loads what the others use
      for (int run = 0; run < setting.runs(); run++) {
        double[] goneMillis = new double[CANCELS];
        double[] againMillis = new double[CANCELS];
        for (int i = 0; i < CANCELS; i++) {
          Cancelled cancelled = cancel(pool);
          goneMillis[i] = cancelled.goneNanos / 1e6;
          againMillis[i] = cancelled.againNanos / 1e6;
        }
        gone[run] = Spread.of(goneMillis).median();
        again[run] = Spread.of(againMillis).median();
      }
    } finally {
      pool.terminate();
      pool.join(Duration.ofSeconds(PATIENCE_SECONDS));
    }
    report.line(key(), "cancel(true) to the worker's process gone", "ms", gone);
    report.line(key(), "cancel(true) to the next worker ready", "ms", again);
  }

  private record Cancelled(long goneNanos, long againNanos) {}

  private final class Readiness implements PoolListener {
    @Override
    public void workerReady(long pid, Duration startup) {
      ready.add(System.nanoTime());
    }
  }

  private Cancelled cancel(Pool pool) throws IOException, InterruptedException {
    Path mark = Files.createTempFile("forkpool-figure", ".mark");
    CompletableFuture<Boolean> hanging = pool.applyAsync(CancelRecovery::hangOnceMarked, mark);
    while (Files.size(mark) == 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    ProcessHandle worker = ProcessHandle.of(pool.workerPids().get(0)).orElseThrow();
    Thread.sleep(UP_MILLIS);
    long begun = System.nanoTime();
    hanging.cancel(true);
    while (worker.isAlive()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    long gone = System.nanoTime();
    long again = awaitReady();
    Files.delete(mark);
    return new Cancelled(gone - begun, again - begun);
  }

  private long awaitReady() throws InterruptedException {
    Long at = ready.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (at == null) {
      throw new IllegalStateException("no worker is ready after " + PATIENCE_SECONDS + " s");
    }
    return at;
  }

  private static Boolean hangOnceMarked(Path mark) throws Exception {
    Files.writeString(mark, "begun");
    Thread.sleep(Long.MAX_VALUE);
    return true;
  }
}
