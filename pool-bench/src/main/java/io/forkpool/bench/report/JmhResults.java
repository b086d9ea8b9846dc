package io.forkpool.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkpool.bench.measure.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the files that JMH writes with {@code -rf json}. */
final class JmhResults {
  private JmhResults() {}

  /** Reads all values of a file, in its order. */
  static List<JmhRow> read(Path file) throws IOException {
    List<JmhRow> rows = new ArrayList<>();
    for (JsonNode result : new ObjectMapper().readTree(file.toFile())) {
      String[] words = result.required("benchmark").asText().split("\\.");
      String name = words[words.length - 2] + "." + words[words.length - 1];
      Map<String, String> params = new TreeMap<>();
      result
          .path("params")
          .properties()
          .forEach(param -> params.put(param.getKey(), param.getValue().asText()));
      rows.add(row(name, "", params, result.required("primaryMetric")));
      result
          .path("secondaryMetrics")
          .properties()
          .forEach(metric -> rows.add(row(name, metric.getKey(), params, metric.getValue())));
    }
    return rows;
  }

  private static JmhRow row(
      String name, String counter, Map<String, String> params, JsonNode metric) {
    List<Double> values = new ArrayList<>();
    for (JsonNode fork : metric.required("rawData")) {
      fork.forEach(value -> values.add(value.asDouble()));
    }
    return new JmhRow(
        name,
        counter,
        new LinkedHashMap<>(params),
        metric.required("scoreUnit").asText(),
        Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
