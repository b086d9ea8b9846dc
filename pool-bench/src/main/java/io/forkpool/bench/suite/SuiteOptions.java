package io.forkpool.bench.suite;

import io.forkpool.bench.peers.PeerContest;
import io.forkpool.bench.peers.PeerContests;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a suite measures.
 *
 * @param full everything, with all parameters, instead of what shows most in five minutes
 * @param only the keys of what is measured; empty: all
 * @param output the directory of the report
 * @param python the command of CPython
 * @param compiler the command of a C compiler
 */
public record SuiteOptions(
    boolean full, Set<String> only, Path output, String python, String compiler) {
  private static final int SHORT_RUNS = 5;
  private static final int FULL_RUNS = 15;

  /**
   * Lists what can be measured.
   *
   * @return the keys, in order
   */
  public List<String> keys() {
    return Stream.concat(
            contests(output).stream().map(PeerContest::key),
            JmhSections.of(full).stream().map(JmhSection::key))
        .toList();
  }

  List<PeerContest> contests(Path programs) {
    return new PeerContests(python, compiler, programs, full ? FULL_RUNS : SHORT_RUNS).all();
  }

  boolean wants(String key) {
    return only.isEmpty() || only.contains(key);
  }
}
