package io.forkpool.bench.batch;

import java.util.List;
import java.util.stream.IntStream;

/** Holds results against what the plain loop computes; nothing is reported that differs. */
final class Check {
  private static final int SAMPLE = 16;

  private Check() {}

  /** Compares all results with the loop's. */
  static void all(String way, List<Piece> pieces, List<PieceResult> results, List<PieceResult> loop)
      throws BatchFailure {
    requireComplete(way, pieces, results);
    for (int i = 0; i < loop.size(); i++) {
      requireEqual(way, pieces.get(i), results.get(i), loop.get(i));
    }
  }

  /**
   * Computes some results again, spread evenly over the batch, first and last included.
   *
   * @return how many
   */
  static int sample(String way, List<Piece> pieces, List<PieceResult> results) throws BatchFailure {
    requireComplete(way, pieces, results);
    int last = pieces.size() - 1;
    int[] indexes =
        IntStream.range(0, SAMPLE)
            .map(i -> (int) ((long) i * last / (SAMPLE - 1)))
            .distinct()
            .toArray();
    try (Way loop = new LoopWay()) {
      for (int i : indexes) {
        Piece piece = pieces.get(i);
        requireEqual(way, piece, results.get(i), loop.run(List.of(piece)).get(0));
      }
    }
    return indexes.length;
  }

  private static void requireComplete(String way, List<Piece> pieces, List<PieceResult> results)
      throws BatchFailure {
    if (results.size() != pieces.size()) {
      throw BatchFailure.failed(
          "WRONG: %s gave %d results for %d pieces".formatted(way, results.size(), pieces.size()),
          null);
    }
  }

  private static void requireEqual(String way, Piece piece, PieceResult result, PieceResult loop)
      throws BatchFailure {
    if (!loop.equals(result)) {
      throw BatchFailure.failed(
          "WRONG: %s differs from the loop for %s: %s instead of %s"
              .formatted(way, piece, result, loop),
          null);
    }
  }
}
