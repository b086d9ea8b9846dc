package io.forkpool.bench.figures;

import io.forkpool.StartMethod;
import java.util.List;

/**
 * How fast the first task in a fresh worker is, against the same in this program when it is warm: a
 * copy of a warm JVM has its compiled code. By {@code forkserver} and {@code spawn} the preload
 * action warms up.
 */
final class FirstChunk implements Figure {
  @Override
  public String key() {
    return "i";
  }

  @Override
  public void measure(Setting setting, FigureReport report) throws Exception {
    for (StartMethod method : StartMethod.available()) {
      Probe probe = new Probe("first-chunk", method, 0, setting.runs(), List.of());
      report.line(
          key(), "first task of 10 ms in a fresh worker / warm here, " + method, "x", probe.ask());
    }
  }
}
