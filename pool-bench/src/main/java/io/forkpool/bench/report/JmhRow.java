package io.forkpool.bench.report;

import io.forkpool.bench.measure.Spread;
import java.util.Map;

/**
 * One value that JMH has measured: a benchmark with its parameters, or one of its counters.
 *
 * @param benchmark class and method, without the package
 * @param counter which counter; empty for the benchmark's own value
 * @param params by name, in order
 * @param unit of the value
 * @param spread of the iterations
 */
record JmhRow(
    String benchmark, String counter, Map<String, String> params, String unit, Spread spread) {

  boolean is(String benchmark, String counter) {
    return this.benchmark.equals(benchmark) && this.counter.equals(counter);
  }

  boolean of(String benchmarkClass) {
    return benchmark.startsWith(benchmarkClass + ".");
  }

  boolean has(String param, String value) {
    return value.equals(params.get(param));
  }

  /** The command that measures it again. */
  String command() {
    StringBuilder command =
        new StringBuilder("java -jar pool-bench/target/benchmarks.jar ").append(benchmark);
    params.forEach((name, value) -> command.append(" -p ").append(name).append('=').append(value));
    return command.toString();
  }
}
