package io.forkpool.bench.suite;

import io.forkpool.StartMethod;
import io.forkpool.bench.measure.HashWork;
import io.forkpool.bench.measure.JavaCommand;
import io.forkpool.bench.peers.PeerContest;
import io.forkpool.bench.peers.PeerOutcome;
import io.forkpool.bench.report.Header;
import io.forkpool.bench.report.Page;
import io.forkpool.bench.report.PeerFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures one section after the other, and writes what came out. What fails is named, the rest
 * goes on.
 */
public final class SuiteRun {
  private final SuiteOptions options;
  private final Header header;
  private final PrintWriter out;
  private final List<RunResult> jmh = new ArrayList<>();
  private final List<PeerOutcome> contests = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * Prepares a run.
   *
   * @param options what to measure
   * @param header of the report
   * @param out where progress and ratios go
   */
  public SuiteRun(SuiteOptions options, Header header, PrintWriter out) {
    this.options = options;
    this.header = header;
    this.out = out;
  }

  /**
   * Measures, and writes the report.
   *
   * @return whether everything could be measured that was to be; a missing peer does not count
   * @throws IOException if the report cannot be written
   */
  public boolean run() throws IOException {
    Files.createDirectories(options.output());
    noteUnusableMethods();
    int unusable = failures.size();
    measurePeers();
    measureByJmh();
    writeReport();
    return failures.size() == unusable;
  }

  private void noteUnusableMethods() {
    for (StartMethod method : List.of(StartMethod.FORK, StartMethod.FORKSERVER)) {
      method.unavailabilityCause().ifPresent(why -> fail(method + " is not measured: " + why));
    }
  }

  private void measurePeers() throws IOException {
    Path programs = Files.createTempDirectory("forkpool-suite");
    try {
      for (PeerContest contest : options.contests(programs)) {
        if (options.wants(contest.key())) {
          measure(contest);
        }
      }
    } finally {
      deleteAll(programs);
    }
  }

  private void measure(PeerContest contest) {
    begin(contest.key());
    try {
      PeerOutcome outcome = contest.measure();
      contests.add(outcome);
      new RatioTable(out).print(outcome);
    } catch (IOException failure) {
      fail("%s: %s".formatted(contest.title(), failure.getMessage()));
    }
  }

  private void measureByJmh() throws IOException {
    List<JmhSection> sections =
        JmhSections.of(options.full()).stream()
            .filter(section -> options.wants(section.key()))
            .toList();
    if (sections.isEmpty()) {
      return;
    }
    List<String> jvmArgs = new ArrayList<>(JavaCommand.nativeAccess());
    jvmArgs.add("-D" + HashWork.ROUNDS_PER_MILLI + "=" + HashWork.roundsPerMilli());
    Path log = options.output().resolve("jmh.log");
    try (PrintStream stream = new PrintStream(Files.newOutputStream(log))) {
      OutputFormat format = OutputFormatFactory.createFormatInstance(stream, VerboseMode.NORMAL);
      for (JmhSection section : sections) {
        measure(section, jvmArgs, format, log);
      }
    }
  }

  private void measure(JmhSection section, List<String> jvmArgs, OutputFormat format, Path log) {
    begin(section.key());
    long begun = System.nanoTime();
    try {
      jmh.addAll(new Runner(section.options(jvmArgs), format).run());
      double seconds = (System.nanoTime() - begun) / 1e9;
      out.println(String.format(Locale.ROOT, "  %.1f s", seconds));
    } catch (RunnerException failure) {
      fail("%s: %s; see %s".formatted(section.key(), failure.getMessage(), log.getFileName()));
    }
  }

  private void begin(String key) {
    out.println(key);
    out.flush();
  }

  private void fail(String what) {
    failures.add(what);
    out.println("  NOT MEASURED: " + what);
  }

  private void writeReport() throws IOException {
    Path jmhFile = options.output().resolve("jmh.json");
    Path peerFile = options.output().resolve("peers.json");
    Path page = options.output().resolve("report.html");
    ResultFormatFactory.getInstance(ResultFormatType.JSON, jmhFile.toString()).writeOut(jmh);
    new PeerFile(header, contests, failures).write(peerFile);
    Page.of(jmhFile, peerFile).write(page);
    out.println("report: " + page);
    out.println("results: " + jmhFile + ", " + peerFile);
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
