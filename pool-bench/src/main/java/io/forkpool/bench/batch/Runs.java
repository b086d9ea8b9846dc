package io.forkpool.bench.batch;

import io.forkpool.bench.measure.Spread;
import java.util.ArrayList;
import java.util.List;

/** The batches that one way has done: their times, and the results of the last. */
final class Runs {
  private final Way way;
  private final List<Double> seconds = new ArrayList<>();
  private List<PieceResult> results = List.of();

  Runs(Way way) {
    this.way = way;
  }

  /** Does the batch once more. */
  void add(List<Piece> pieces) throws BatchFailure {
    Progress shown = Progress.show(way, pieces.size());
    try {
      long begun = System.nanoTime();
      results = way.run(pieces);
      seconds.add((System.nanoTime() - begun) / 1e9);
    } finally {
      shown.end();
    }
  }

  String name() {
    return way.name();
  }

  List<PieceResult> results() {
    return results;
  }

  Spread seconds() {
    return Spread.of(seconds.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
