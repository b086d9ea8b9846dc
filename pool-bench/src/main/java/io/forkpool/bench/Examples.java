package io.forkpool.bench;

import io.forkpool.Context;
import io.forkpool.StartMethod;
import io.forkpool.Subprocess;
import io.forkpool.bench.examples.Example;
import io.forkpool.bench.measure.JavaCommand;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Lists and runs the small programs of {@link Example}. Each run has a JVM of its own, as programs
 * have: some are about what belongs to a JVM as a whole.
 */
@Command(
    name = "examples",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists and runs small programs that show forkpool.")
public final class Examples implements Callable<Integer> {
  @Parameters(paramLabel = "NUMBER", description = "which to run", arity = "0..*")
  private List<Integer> numbers = List.of();

  @Option(names = "--list", description = "lists the programs")
  private boolean list;

  @Option(names = "--all", description = "runs all of them")
  private boolean all;

  @Option(
      names = "--start-method",
      paramLabel = "NAME",
      description = "spawn, fork or forkserver; default: all that a program is for")
  private StartMethod startMethod;

  @Option(names = "--here", hidden = true, description = "runs in this JVM, without headings")
  private boolean here;

  @Spec private CommandSpec spec;

  private Examples() {}

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
    return OneLineErrors.run(new Examples(), out, err, args);
  }

  @Override
  public Integer call() throws Exception {
    List<Example> chosen = chosen();
    if (list) {
      print(chosen);
      return ExitCode.OK;
    }
    boolean well = true;
    for (Example example : chosen) {
      for (StartMethod method : methods(example)) {
        if (here) {
          example.run(Context.of(method));
        } else {
          well &= runInItsOwnJvm(example, method);
        }
      }
    }
    return well ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<Example> chosen() {
    if (all || list && numbers.isEmpty()) {
      return List.of(Example.values());
    }
    if (numbers.isEmpty()) {
      throw wrong("say which programs to run by their numbers, or --all, or --list");
    }
    return numbers.stream()
        .map(
            number ->
                Example.of(number)
                    .orElseThrow(
                        () -> wrong("there is no program " + number + "; --list lists them")))
        .toList();
  }

  private List<StartMethod> methods(Example example) {
    if (startMethod == null) {
      return example.startMethods();
    }
    if (example.startMethods().contains(startMethod)) {
      return List.of(startMethod);
    }
    if (all) {
      return List.of();
    }
    throw wrong(
        "program %d is for %s, not for %s"
            .formatted(example.number(), names(example), startMethod));
  }

  private void print(List<Example> examples) {
    PrintWriter out = spec.commandLine().getOut();
    examples.forEach(
        example ->
            out.printf("%2d  %-44s %s%n", example.number(), example.title(), names(example)));
  }

  private static String names(Example example) {
    return example.startMethods().stream()
        .map(StartMethod::toString)
        .collect(Collectors.joining(", "));
  }

  private boolean runInItsOwnJvm(Example example, StartMethod method) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("--- %d, %s: %s%n", example.number(), method, example.title());
    method.unavailabilityCause().ifPresent(cause -> out.println("left out: " + cause));
    out.flush();
    return method.unavailabilityCause().isPresent()
        || Subprocess.call(command(example, method)) == ExitCode.OK;
  }

  /**
   * Gives the command that runs one program in a JVM of its own.
   *
   * @param example the program
   * @param method one of its start methods
   * @return the words
   */
  public static String[] command(Example example, StartMethod method) {
    String[] args = {"--here", "--start-method", method.toString(), "" + example.number()};
    return JavaCommand.of(JavaCommand.nativeAccess(), Examples.class, args).toArray(String[]::new);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
