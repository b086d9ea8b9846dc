package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All checks, run once in one JVM. What tests want to know of it they ask here: a JVM for each test
 * would take ten times as long.
 */
final class CheckRun {
  private static final Map<List<Object>, CheckRun> RUNS = new ConcurrentHashMap<>();

  private final Jvm.Result result;

  private CheckRun(Jvm.Result result) {
    this.result = result;
  }

  /** The run of this JVM; begins now if there was none yet. */
  static CheckRun of(Jvm jvm, String... flags) {
    return RUNS.computeIfAbsent(
        List.of(jvm, List.of(flags)),
        key -> {
          try {
            return new CheckRun(jvm.main(List.of(flags), CheckProgram.class));
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** What the JVM and its children have printed. */
  String output() {
    return result.output();
  }

  /** Fails unless it holds, or does not apply to this JDK. */
  void assertHolds(Check check) {
    if (!has(CheckProgram.HOLDS, check) && !has(CheckProgram.DOES_NOT_APPLY, check)) {
      fail(has(CheckProgram.FAILS, check) ? output() : "the run has not come so far\n" + output());
    }
  }

  /** Children print in between; so a verdict may not begin its line. */
  private boolean has(String verdict, Check check) {
    return output().lines().anyMatch(line -> line.endsWith(verdict + check.name()));
  }
}
