package io.forkpool.bench.figures;

import io.forkpool.bench.measure.Spread;
import java.io.PrintWriter;
import java.util.Locale;

/** Writes one line for each figure: what it is, its median, unit and spread. */
public final class FigureReport {
  private final PrintWriter out;

  /**
   * Prepares a report.
   *
   * @param out where it goes
   */
  public FigureReport(PrintWriter out) {
    this.out = out;
  }

  void line(String key, String what, String unit, double... values) {
    line(key, what, unit, Spread.of(values));
  }

  void line(String key, String what, String unit, Spread spread) {
    out.println(
        String.format(
            Locale.ROOT,
            "(%s) %-58s %12s %-7s (%s .. %s, n=%d)",
            key,
            what,
            number(spread.median()),
            unit,
            number(spread.min()),
            number(spread.max()),
            spread.count()));
    out.flush();
  }

  /** Says why there is no figure. */
  void skipped(String key, String why) {
    out.println("(" + key + ") skipped: " + why);
    out.flush();
  }

  private static String number(double value) {
    String format = value >= 10_000 ? "%,.0f" : value >= 100 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
