package io.forkpool.bench.report;

import java.util.List;
import java.util.stream.Stream;

/** Chooses what is drawn. A chart, or a colour, of which nothing was measured is left out. */
final class Charts {
  private Charts() {}

  static List<Chart> of(Measured measured) {
    StartCharts starts = new StartCharts(measured);
    WorkCharts work = new WorkCharts(measured);
    return Stream.of(
            starts.methods(),
            work.againstPython(),
            starts.lives(),
            starts.heap(),
            work.durations(),
            work.ways(),
            starts.memory(),
            starts.peak(),
            work.roundTrip(),
            work.payload(),
            work.chunks(),
            starts.classPath())
        .filter(Chart::hasValues)
        .map(Chart::withoutEmptySeries)
        .toList();
  }
}
