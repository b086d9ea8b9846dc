package io.forkpool.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkpool.bench.measure.Machine;
import io.forkpool.bench.measure.Spread;
import io.forkpool.bench.peers.PeerOutcome;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The report: one HTML file that needs nothing else, neither other files nor a network. */
public final class Page {
  private final PeerFile file;
  private final Measured measured;

  private Page(PeerFile file, Measured measured) {
    this.file = file;
    this.measured = measured;
  }

  /**
   * Makes a page from results.
   *
   * @param jmh a file that JMH has written as JSON
   * @param peers the rest
   * @return the page
   * @throws IOException if a file cannot be read
   */
  public static Page of(Path jmh, Path peers) throws IOException {
    PeerFile file = PeerFile.read(peers);
    return new Page(file, new Measured(JmhResults.read(jmh), file.contests()));
  }

  /**
   * Writes the page.
   *
   * @param target which is replaced
   * @throws IOException if it cannot be written
   */
  public void write(Path target) throws IOException {
    Files.writeString(target, html());
  }

  String html() throws IOException {
    // The library comes last: nothing is looked for in it.
    return resource("page.html")
        .replace("{{facts}}", facts())
        .replace("{{failures}}", failures())
        .replace("{{ratios}}", ratios())
        .replace("{{figures}}", figures())
        .replace("{{charts}}", json(Charts.of(measured)))
        .replace("{{script}}", resource("charts.js"))
        .replace("{{library}}", resource("echarts.min.js"));
  }

  private String facts() {
    Header header = file.header();
    Machine machine = header.machine();
    Html html = new Html();
    html.fact(
        "Machine", machine.processor() + ", " + machine.cores() + " cores, " + machine.memory());
    html.fact("System", machine.system());
    html.fact("JDK", machine.jdk());
    html.fact("Collector", machine.collector());
    html.fact("Date", header.date());
    html.fact("Command", header.command());
    return html.toString();
  }

  /** What is missing, said at the top and not only left out. */
  private String failures() {
    Html html = new Html();
    file.failures().forEach(html::warning);
    for (PeerOutcome outcome : file.contests()) {
      outcome
          .missing()
          .forEach(
              (who, why) ->
                  html.warning("%s, %s: not measured: %s".formatted(outcome.title(), who, why)));
    }
    return html.toString();
  }

  private String ratios() {
    Html html = new Html();
    for (PeerOutcome outcome : file.contests()) {
      for (PeerOutcome.Measured one : outcome.measured()) {
        Spread ratio = outcome.ratios().get(one.name());
        html.row(
            outcome.title(),
            one.name(),
            Html.number(one.spread().median()),
            outcome.unit(),
            Html.range(one.spread()),
            ratio == null ? "" : Html.number(ratio.median()),
            ratio == null ? "" : Html.range(ratio),
            file.header().command().replaceAll(" --.*", "") + " --only " + outcome.key());
      }
    }
    return html.toString();
  }

  private String figures() {
    Html html = new Html();
    for (JmhRow row : measured.rows()) {
      html.row(
          row.benchmark() + (row.counter().isEmpty() ? "" : ": " + row.counter()),
          String.join(", ", row.params().entrySet().stream().map(Object::toString).toList()),
          Html.number(row.spread().median()),
          row.unit(),
          Html.range(row.spread()),
          Integer.toString(row.spread().count()),
          row.command());
    }
    return html.toString();
  }

  /** In a script element: nothing in it may look like the element's end. */
  private static String json(List<Chart> charts) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(charts).replace("<", "\\u003c");
  }

  private static String resource(String name) throws IOException {
    try (InputStream bytes = Page.class.getResourceAsStream(name)) {
      if (bytes == null) {
        throw new FileNotFoundException("this jar lacks " + name);
      }
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
