package io.forkpool.bench.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** A fixed number of threads of this JVM, one task for each piece. */
final class ThreadsWay implements Way {
  private final int threads;
  private final ExecutorService executor;
  private final AtomicLong completed = new AtomicLong();

  ThreadsWay(int threads) {
    this.threads = threads;
    this.executor = Executors.newFixedThreadPool(threads);
  }

  @Override
  public String name() {
    return "ExecutorService, " + threads + " threads";
  }

  @Override
  public List<PieceResult> run(List<Piece> pieces) throws BatchFailure {
    List<Callable<PieceResult>> tasks = new ArrayList<>(pieces.size());
    pieces.forEach(piece -> tasks.add(() -> compress(piece)));
    try {
      List<PieceResult> results = new ArrayList<>(pieces.size());
      for (Future<PieceResult> future : executor.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException failure) {
      throw BatchFailure.failed(failure.getCause().getMessage(), failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw BatchFailure.failed("interrupted", interrupted);
    }
  }

  private PieceResult compress(Piece piece) throws Exception {
    PieceResult result = PieceCompressor.compress(piece);
    completed.incrementAndGet();
    return result;
  }

  @Override
  public long completed() {
    return completed.get();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
