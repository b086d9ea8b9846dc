package io.forkpool.bench.batch;

import java.util.List;

/** One way to do the whole batch. For one thread at a time, but for {@link #completed}. */
interface Way extends AutoCloseable {

  /** Names the way in the report. */
  String name();

  /**
   * Compresses every piece.
   *
   * @return the results in the order of the pieces
   * @throws BatchFailure if one of them fails; the message names its file
   */
  List<PieceResult> run(List<Piece> pieces) throws BatchFailure;

  /** Counts the pieces that have been compressed since this way was made. Thread-safe. */
  long completed();

  /** Ends what the way keeps running between batches. */
  @Override
  void close();
}
