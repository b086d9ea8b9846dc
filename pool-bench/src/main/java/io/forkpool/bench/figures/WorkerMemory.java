package io.forkpool.bench.figures;

import io.forkpool.StartMethod;
import java.util.List;

/**
 * The memory that is a worker's own ({@code Private_Clean} and {@code Private_Dirty} of {@code
 * /proc/PID/smaps_rollup}), when two workers have read the same 500 MB: the program's by {@code
 * fork}, what {@code preload} has made by the others.
 */
final class WorkerMemory implements Figure {
  private static final int MEGABYTES = 500;

  @Override
  public String key() {
    return "h";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    for (StartMethod method : StartMethod.available()) {
      Probe probe = new Probe("memory", method, MEGABYTES, 1, List.of());
      report.line(key(), "private memory per worker, 500 MB of data, " + method, "MB", probe.ask());
    }
  }
}
