package io.forkpool.bench;

import io.forkpool.bench.measure.Machine;
import io.forkpool.bench.report.Header;
import io.forkpool.bench.suite.SuiteOptions;
import io.forkpool.bench.suite.SuiteRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The benchmark suite: JMH's benchmarks, the same work by CPython and by the least that the machine
 * can do, and a report with charts.
 *
 * <p>Exit code: 0 if all was measured, 1 if something failed, 2 for bad options. A peer that this
 * machine does not have is no failure; the report names it.
 */
@Command(
    name = "suite",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures forkpool beside its peers, and leaves a report.")
public final class Suite implements Callable<Integer> {
  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "where the report goes; default: ${DEFAULT-VALUE}")
  private Path output = Path.of("benchmark-report");

  @Option(
      names = "--full",
      description =
          "all benchmarks with all their parameters: some two hours instead of five minutes")
  private boolean full;

  @Option(
      names = "--only",
      paramLabel = "KEYS",
      split = ",",
      description = "what to measure, for instance start-fork,memory; default: all")
  private Set<String> only = Set.of();

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      description = "CPython to compare with; default: ${DEFAULT-VALUE}")
  private String python = "python3";

  @Option(
      names = "--cc",
      paramLabel = "COMMAND",
      description = "C compiler for the bare fork; default: ${DEFAULT-VALUE}")
  private String compiler = "cc";

  @Spec private CommandSpec spec;

  private Suite() {}

  /**
   * Runs the program and ends the JVM.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    System.exit(run(new PrintWriter(System.out), new PrintWriter(System.err), args));
  }

  /**
   * Runs the program.
   *
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return OneLineErrors.run(new Suite(), out, err, args);
  }

  @Override
  public Integer call() throws Exception {
    SuiteOptions options = new SuiteOptions(full, only, output, python, compiler);
    requireKnown(options.keys());
    PrintWriter out = spec.commandLine().getOut();
    Machine machine = Machine.here();
    out.println(machine.line());
    Header header = new Header(now(), command(), machine);
    boolean complete = new SuiteRun(options, header, out).run();
    return complete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void requireKnown(List<String> keys) {
    for (String key : only) {
      if (!keys.contains(key)) {
        throw new ParameterException(
            spec.commandLine(), "--only: there is no '" + key + "', only " + keys);
      }
    }
  }

  private static String now() {
    return ZonedDateTime.now()
        .format(DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm z", Locale.ENGLISH));
  }

  /** As it is called from a checkout; options that name places of this machine are left out. */
  private String command() {
    String command = "java -cp pool-bench/target/benchmarks.jar " + Suite.class.getName();
    String keys = only.isEmpty() ? "" : " --only " + String.join(",", only);
    return command + (full ? " --full" : "") + keys;
  }
}
