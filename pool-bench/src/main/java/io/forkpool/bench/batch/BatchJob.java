package io.forkpool.bench.batch;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** The whole job: scan, start the workers, compress, check, report. For one thread. */
public final class BatchJob {
  private final BatchOptions options;
  private final Report report;

  /**
   * Prepares a job.
   *
   * @param options what was asked for
   * @param out where the report goes
   */
  public BatchJob(BatchOptions options, PrintWriter out) {
    this.options = options;
    this.report = new Report(out);
  }

  /**
   * Does the job.
   *
   * @throws BatchFailure if there is nothing to do, or it goes wrong, or a result differs
   */
  public void run() throws BatchFailure {
    Scan scan = PieceScanner.scan(options.input(), options.limit());
    try (PoolWay pool = new PoolWay(options)) {
      report.job(options, scan, pool);
      if (options.compare()) {
        compare(scan.pieces(), pool);
      } else {
        runAlone(scan.pieces(), pool);
      }
    }
  }

  private void runAlone(List<Piece> pieces, PoolWay pool) throws BatchFailure {
    Runs runs = new Runs(pool);
    int checked = 0;
    for (int i = 0; i < options.repeat(); i++) {
      runs.add(pieces);
      checked = Check.sample(runs.name(), pieces, runs.results());
    }
    report.result(
        Totals.of(runs.results()),
        runs.seconds(),
        "%d of %d results computed again here: equal".formatted(checked, pieces.size()));
  }

  /**
   * Does the batch each way in turn, so that what else the machine does meanwhile harms all alike.
   * All files are read once before, so that the first way is not the one that pays for the disk.
   */
  private void compare(List<Piece> pieces, PoolWay pool) throws BatchFailure {
    try (Way loop = new LoopWay();
        Way threads = new ThreadsWay(options.workers())) {
      readOnce(pieces);
      List<Runs> ways = List.of(new Runs(loop), new Runs(threads), new Runs(pool));
      List<PieceResult> expected = null;
      for (int round = 0; round < options.repeat(); round++) {
        for (Runs runs : ways) {
          runs.add(pieces);
          if (expected == null) {
            expected = runs.results();
          }
          Check.all(runs.name(), pieces, runs.results(), expected);
        }
      }
      Runs pooled = ways.get(2);
      report.result(
          Totals.of(pooled.results()),
          pooled.seconds(),
          "all %d results of every run and way: equal to the loop's".formatted(pieces.size()));
      report.comparison(ways);
    }
  }

  private static void readOnce(List<Piece> pieces) throws BatchFailure {
    for (Piece piece : pieces) {
      try {
        PieceCompressor.read(piece);
      } catch (IOException failure) {
        throw BatchFailure.failed(failure.getMessage(), failure);
      }
    }
  }
}
