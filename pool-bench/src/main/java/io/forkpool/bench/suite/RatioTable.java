package io.forkpool.bench.suite;

import io.forkpool.bench.measure.Spread;
import io.forkpool.bench.peers.PeerOutcome;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Prints contests: who, the median, and forkpool's ratio to it.
 *
 * @param out where to
 */
record RatioTable(PrintWriter out) {

  void print(PeerOutcome outcome) {
    out.println("  " + outcome.title());
    for (PeerOutcome.Measured one : outcome.measured()) {
      Spread ratio = outcome.ratios().get(one.name());
      String line =
          String.format(
              Locale.ROOT,
              "    %-26s %,14.3f %s",
              one.name(),
              one.spread().median(),
              outcome.unit());
      out.println(ratio == null ? line : line + ratio(ratio));
    }
    outcome.missing().forEach((who, why) -> out.println("    " + who + ": not measured: " + why));
    out.flush();
  }

  private static String ratio(Spread ratio) {
    return String.format(
        Locale.ROOT,
        ", ratio forkpool / this %.3f (%.3f .. %.3f)",
        ratio.median(),
        ratio.min(),
        ratio.max());
  }
}
