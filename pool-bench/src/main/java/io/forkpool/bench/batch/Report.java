package io.forkpool.bench.batch;

import io.forkpool.bench.measure.Spread;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Writes what was done, in lines of a name and its value. */
final class Report {
  private static final double MIB = 1 << 20;

  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  void job(BatchOptions options, Scan scan, PoolWay pool) {
    line("input", "%s", scan.root());
    line(
        "files",
        "%,d (%d cut by the limit, %d left out by it, %d unreadable and skipped)",
        scan.files(),
        scan.cut(),
        scan.leftOut(),
        scan.unreadable());
    line("pieces", "%,d of at most %d KiB", scan.pieces().size(), PieceScanner.PIECE_BYTES >> 10);
    line("start method", "%s", options.startMethod());
    line("workers", "%d, up after %.3f s", options.workers(), pool.startUpSeconds());
    line(
        "chunks",
        "%s",
        options.chunkSize().isPresent() ? options.chunkSize().getAsInt() : "automatic");
  }

  void result(Totals totals, Spread seconds, String checked) {
    line(
        "bytes",
        "%,d in, %,d out, ratio %.3f",
        totals.inBytes(),
        totals.outBytes(),
        totals.inBytes() == 0 ? 1.0 : (double) totals.outBytes() / totals.inBytes());
    line("elapsed", "%s, workers up", spread(seconds));
    line("throughput", "%.1f MiB/s", totals.inBytes() / MIB / seconds.median());
    line("checked", "%s", checked);
    line("digest", "%s", totals.digest());
  }

  /** Sets the ways side by side; the first is the loop, the second the threads. */
  void comparison(List<Runs> ways) {
    Spread loop = ways.get(0).seconds();
    Spread threads = ways.get(1).seconds();
    out.println();
    row("seconds", "median", "min", "max", "speed / loop", "speed / threads");
    for (Runs runs : ways) {
      Spread seconds = runs.seconds();
      row(
          runs.name(),
          number(seconds.median()),
          number(seconds.min()),
          number(seconds.max()),
          number(loop.median() / seconds.median()),
          number(threads.median() / seconds.median()));
    }
    out.flush();
  }

  private void row(Object... cells) {
    out.println("%-34s %9s %9s %9s %13s %16s".formatted(cells));
  }

  private void line(String name, String format, Object... values) {
    out.println("%-13s %s".formatted(name, String.format(Locale.ROOT, format, values)));
    out.flush();
  }

  private static String spread(Spread seconds) {
    return seconds.count() == 1
        ? String.format(Locale.ROOT, "%.3f s", seconds.median())
        : String.format(
            Locale.ROOT,
            "%.3f s (median of %d, %.3f .. %.3f)",
            seconds.median(),
            seconds.count(),
            seconds.min(),
            seconds.max());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
