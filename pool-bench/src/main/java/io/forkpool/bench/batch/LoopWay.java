package io.forkpool.bench.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The plain loop: what all others must agree with. */
final class LoopWay implements Way {
  private final AtomicLong completed = new AtomicLong();

  @Override
  public String name() {
    return "loop";
  }

  @Override
  public List<PieceResult> run(List<Piece> pieces) throws BatchFailure {
    List<PieceResult> results = new ArrayList<>(pieces.size());
    for (Piece piece : pieces) {
      try {
        results.add(PieceCompressor.compress(piece));
      } catch (IOException failure) {
        throw BatchFailure.failed(failure.getMessage(), failure);
      }
      completed.incrementAndGet();
    }
    return results;
  }

  @Override
  public long completed() {
    return completed.get();
  }

  @Override
  public void close() {}
}
