package io.forkpool.bench.figures;

import io.forkpool.Pool;
import io.forkpool.bench.measure.FirstResult;
import io.forkpool.bench.measure.Spread;
import io.forkpool.bench.peers.PeerMain;

/**
 * From {@code Pool} to the first result, next to a bare JVM's way to its first byte. The first pool
 * of a process also pays for what the parent loads; it is shown apart.
 */
final class StartUp implements Figure {
  private static final int WORKERS = 2;

  @Override
  public String key() {
    return "a";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    double first = poolMillis(setting);
    PeerMain.startUpMillis();
    double[] pool = new double[setting.runs()];
    double[] bare = new double[setting.runs()];
    for (int run = 0; run < setting.runs(); run++) {
      pool[run] = poolMillis(setting);
      bare[run] = PeerMain.startUpMillis();
    }
    String what = "create to first result, %d workers by %s";
    report.line(key(), what.formatted(WORKERS, setting.startMethod()), "ms", pool);
    report.line(key(), "  the first in this process", "ms", first);
    report.line(key(), "bare JVM (class sharing, SerialGC) to its first byte", "ms", bare);
    report.line(key(), "ratio pool / bare JVM", "x", Spread.ofRatios(pool, bare));
  }

  private static double poolMillis(Setting setting) {
    return FirstResult.millis(Pool.builder().workers(WORKERS).startMethod(setting.startMethod()));
  }
}
