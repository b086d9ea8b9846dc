package io.forkpool.bench.report;

import io.forkpool.bench.measure.Spread;
import java.util.Locale;

/** Lines of HTML; text is escaped. */
final class Html {
  private final StringBuilder lines = new StringBuilder();

  void fact(String name, String value) {
    lines.append("<dt>").append(escaped(name)).append("</dt>");
    lines.append("<dd>").append(escaped(value)).append("</dd>\n");
  }

  void warning(String text) {
    lines.append("<p class=\"warning\">").append(escaped(text)).append("</p>\n");
  }

  void row(String... cells) {
    lines.append("<tr>");
    for (String cell : cells) {
      lines.append("<td>").append(escaped(cell)).append("</td>");
    }
    lines.append("</tr>\n");
  }

  static String range(Spread spread) {
    return number(spread.min()) + " – " + number(spread.max());
  }

  /** Three digits that count, or all before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3g";
    return String.format(Locale.ROOT, format, value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
