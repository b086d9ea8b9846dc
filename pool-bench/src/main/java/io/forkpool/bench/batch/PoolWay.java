package io.forkpool.bench.batch;

import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.TaskFailedException;
import io.forkpool.bench.measure.StartedPool;
import java.util.List;

/** {@code pool.map} over worker processes, which are up before the first batch. */
final class PoolWay implements Way {
  private final BatchOptions options;
  private final StartedPool started;

  PoolWay(BatchOptions options) {
    this.options = options;
    this.started = StartedPool.start(options.startMethod(), options.workers());
  }

  @Override
  public String name() {
    return "pool, %d workers by %s".formatted(options.workers(), options.startMethod());
  }

  @Override
  public List<PieceResult> run(List<Piece> pieces) throws BatchFailure {
    Pool pool = started.pool();
    try {
      return options.chunkSize().isPresent()
          ? pool.map(PieceCompressor::compress, pieces, options.chunkSize().getAsInt())
          : pool.map(PieceCompressor::compress, pieces);
    } catch (TaskFailedException failure) {
      throw BatchFailure.failed(failure.getCause().getMessage(), failure);
    } catch (PoolException failure) {
      throw BatchFailure.failed(failure.getMessage(), failure);
    }
  }

  double startUpSeconds() {
    return started.startUpSeconds();
  }

  @Override
  public long completed() {
    return started.pool().stats().completedTasks();
  }

  @Override
  public void close() {
    started.close();
  }
}
