package io.forkpool.bench;

import io.forkpool.StartMethod;
import io.forkpool.bench.figures.Figure;
import io.forkpool.bench.figures.FigureReport;
import io.forkpool.bench.figures.Setting;
import io.forkpool.bench.measure.Machine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures what forkpool costs on this machine: medians of several runs with their spread. Whatever
 * is compared is measured in turn, run by run, so that a noisy moment harms both sides; the ratio
 * is the median of the runs' own ratios.
 */
@Command(
    name = "figures",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures what forkpool costs on this machine.")
public final class Figures implements Callable<Integer> {
  @Option(
      names = "--start-method",
      paramLabel = "NAME",
      description = "spawn, fork or forkserver; default: the best that is usable here")
  private StartMethod startMethod;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "worker processes, but for figures a, e, g to l; default: one for each processor")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "runs of each figure; default: ${DEFAULT-VALUE}")
  private int runs = 5;

  @Option(
      names = "--only",
      paramLabel = "KEYS",
      split = ",",
      description = {
        "which figures, for instance a,c; default: all",
        "a: start-up; b: round trip; c: map, default chunks; d: map, chunks of 1;",
        "e: 64 MiB both ways; f: CPU-bound batch; g: start-up against live heap;",
        "h: memory per worker; i: the first task in a fresh worker; j: CPython's start-up;",
        "k: a running task is cancelled; l: queues, beside CPython's;",
        "m: map over 1 GB of shared memory; n: a process from start to exit, beside CPython's"
      })
  private List<String> only = List.of();

  @Spec private CommandSpec spec;

  private Figures() {}

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
    return OneLineErrors.run(new Figures(), out, err, args);
  }

  @Override
  public Integer call() throws Exception {
    requireAtLeastOne("--workers", workers);
    requireAtLeastOne("--runs", runs);
    List<Figure> chosen = chosen();
    StartMethod method = startMethod != null ? startMethod : StartMethod.getDefault();
    Setting setting = new Setting(method, workers, runs);
    PrintWriter out = spec.commandLine().getOut();
    out.println(Machine.here().line());
    out.println(command(setting, chosen));
    FigureReport report = new FigureReport(out);
    for (Figure figure : chosen) {
      figure.measure(setting, report);
    }
    return CommandLine.ExitCode.OK;
  }

  private List<Figure> chosen() {
    List<String> keys = only.stream().map(key -> key.strip().toLowerCase(Locale.ROOT)).toList();
    List<String> known = Figure.all().stream().map(Figure::key).toList();
    for (String key : keys) {
      if (!known.contains(key)) {
        throw new ParameterException(
            spec.commandLine(), "--only: there is no figure '" + key + "', only " + known);
      }
    }
    return Figure.all().stream()
        .filter(figure -> keys.isEmpty() || keys.contains(figure.key()))
        .toList();
  }

  private static String command(Setting setting, List<Figure> chosen) {
    return "command: %s --start-method %s --workers %d --runs %d --only %s"
        .formatted(
            Figures.class.getName(),
            setting.startMethod(),
            setting.workers(),
            setting.runs(),
            String.join(",", chosen.stream().map(Figure::key).toList()));
  }

  private void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " must be at least 1, not " + value);
    }
  }
}
