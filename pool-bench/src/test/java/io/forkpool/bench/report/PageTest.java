package io.forkpool.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of fixed results. */
class PageTest {
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>");

  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(src|href)\\s*=\\s*[\\\\'\"]*(https?:)?//|@import|url\\([\\\\'\"]*(https?:)?//",
          Pattern.CASE_INSENSITIVE);

  private static String html;
  private static JsonNode charts;

  @BeforeAll
  static void makePage() throws Exception {
    html = Page.of(resource("jmh.json"), resource("peers.json")).html();
    Matcher data = DATA.matcher(html);
    assertTrue(data.find(), "no data");
    charts = new ObjectMapper().readTree(data.group(1));
  }

  private static Path resource(String name) throws Exception {
    return Path.of(PageTest.class.getResource(name).toURI());
  }

  @Test
  void pageSaysWhereTheFiguresComeFrom() {
    for (String fact :
        List.of(
            "Test Processor &lt;9000&quot;, 2 cores, 16.0 GiB",
            "Linux 6.1.0 amd64",
            "17.0.15+6, Vendor",
            "G1 Young Generation",
            "1 November 2026, 12:00 UTC",
            "java -cp pool-bench/target/benchmarks.jar io.forkpool.bench.Suite --full")) {
      assertTrue(html.contains("<dd>" + fact), fact);
    }
  }

  @Test
  void pageRefersToNothingOutside() {
    Matcher outside = OUTSIDE.matcher(html);
    String skeleton = html.substring(0, html.indexOf("Licensed to the Apache"));

    assertFalse(outside.find(), () -> "refers to " + outside.group());
    assertFalse(skeleton.matches("(?s).*<[^>]+ (src|href)=.*"), "refers to something");
  }

  @Test
  void pageHoldsTheChartLibraryAndNoMarkIsLeft() {
    assertTrue(html.contains("Licensed to the Apache Software Foundation"));
    for (String mark :
        List.of("facts", "failures", "ratios", "figures", "charts", "script", "library")) {
      assertFalse(html.contains("{{" + mark + "}}"), mark);
    }
  }

  @Test
  void chartsShowMediansAndQuartiles() {
    JsonNode lives = chart("A worker's beginning and end");
    JsonNode pools = lives.get("series").get(0);

    assertEquals("pool of 2, first result", pools.get("name").asText());
    assertEquals("LOGARITHMIC", lives.get("scale").asText());
    assertEquals(
        "[{\"median\":20.0,\"low\":19.0,\"high\":25.0},null,{\"median\":140.0,\"low\":139.5,\"high\":140.5}]",
        pools.get("values").toString());
  }

  @Test
  void chartsOfNothingAreLeftOut() {
    List<String> titles = new ArrayList<>();
    charts.forEach(chart -> titles.add(chart.get("title").asText()));

    assertEquals(
        List.of(
            "Start-up: a pool of two to its first result",
            "How many times as fast as CPython's multiprocessing",
            "A worker's beginning and end",
            "Throughput against task duration",
            "Batches against threads of one JVM",
            "Memory per worker"),
        titles);
  }

  @Test
  void memoryIsShownByCountersAndBatchesBesideTheExecutor() {
    JsonNode memory = chart("Memory per worker").get("series");
    JsonNode batches = chart("Batches against threads of one JVM").get("series");

    assertEquals(21.5, memory.get(0).get("values").get(0).get("median").asDouble());
    assertEquals(263.25, memory.get(1).get("values").get(0).get("median").asDouble());
    assertEquals(0.98, batches.get(0).get("values").get(0).get("median").asDouble(), 1e-9);
  }

  @Test
  void speedAgainstPythonTurnsTimesRoundAndNotRates() {
    JsonNode python = chart("How many times as fast as CPython's multiprocessing");

    assertEquals(
        "[{\"median\":0.5,\"low\":0.4,\"high\":0.5},{\"median\":3.0,\"low\":2.5,\"high\":3.5}]",
        python.get("series").get(0).get("values").toString());
  }

  @Test
  void tablesHaveEveryValueWithItsRatioAndCommand() {
    assertTrue(
        html.contains(
            "<tr><td>map</td><td>CPython</td><td>100</td><td>tasks/s</td><td>50.0 – 100</td>"
                + "<td>3.00</td><td>2.00 – 4.00</td>"
                + "<td>java -cp pool-bench/target/benchmarks.jar io.forkpool.bench.Suite --only map</td></tr>"),
        "the ratio's row");
    assertTrue(
        html.contains(
            "<tr><td>PoolStart.firstResult</td><td>startMethod=fork, workers=2</td><td>20.0</td>"
                + "<td>ms/op</td><td>18.0 – 30.0</td><td>3</td>"
                + "<td>java -jar pool-bench/target/benchmarks.jar PoolStart.firstResult"
                + " -p startMethod=fork -p workers=2</td></tr>"),
        "JMH's row");
  }

  @Test
  void whatWasNotMeasuredIsSaid() {
    assertTrue(html.contains("map, bare fork in C: not measured: no C compiler here"));
    assertTrue(
        html.contains("<p class=\"warning\">forkserver is not measured: no glibc &lt;here></p>"));
  }

  private static JsonNode chart(String title) {
    for (JsonNode chart : charts) {
      if (chart.get("title").asText().equals(title)) {
        return chart;
      }
    }
    throw new AssertionError("no chart '" + title + "' in " + charts);
  }
}
