package io.forkpool.bench.suite;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Some of JMH's benchmarks.
 *
 * @param key its name on the command line
 * @param include which benchmarks: a regular expression
 * @param forks JVMs for each
 * @param iterations that count; 0: as many as the benchmark says, and its own warm-up
 * @param params those that do not have all values that the benchmark names
 */
record JmhSection(
    String key, String include, int forks, int iterations, Map<String, List<String>> params) {
  private static final TimeValue SHORT_ITERATION = TimeValue.milliseconds(600);

  /** For JVMs that all have those arguments. */
  Options options(List<String> jvmArgs) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + include)
            .shouldFailOnError(true)
            .forks(forks)
            .jvmArgsPrepend(jvmArgs.toArray(String[]::new));
    if (iterations > 0) {
      options.warmupIterations(1).warmupTime(SHORT_ITERATION);
      options.measurementIterations(iterations).measurementTime(SHORT_ITERATION);
    }
    params.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
    return options.build();
  }
}
