package io.forkpool.bench;

import io.forkpool.StartMethod;
import io.forkpool.bench.batch.BatchFailure;
import io.forkpool.bench.batch.BatchJob;
import io.forkpool.bench.batch.BatchOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The demo: compresses every file below a directory by {@code pool.map} and says what that took.
 *
 * <p>Files are cut into pieces of at most 1 MiB, which makes the tasks even; each piece is
 * compressed by Deflater at level 9, and the compressed bytes are hashed. Results are checked
 * against a plain computation in this JVM before anything is printed: a sample of them, or all of
 * them with {@code --compare}.
 *
 * <p>Exit code: 0 if all went well, 1 if the job failed or a result was wrong, 2 for bad options.
 */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    description = "Compresses every file below a directory with a pool of worker processes.")
public final class Batch implements Callable<Integer> {
  /** Covers the whole lib directory of a JDK 17; some 10 to 15 s of CPU time on a 2020s core. */
  private static final int DEFAULT_LIMIT_MIB = 192;

  @Option(
      names = "--start-method",
      paramLabel = "NAME",
      description = "spawn, fork or forkserver; default: the best that is usable here")
  private StartMethod startMethod;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "worker processes; default: one for each processor")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--chunk",
      paramLabel = "N",
      description = "pieces that travel together; default: the pool decides")
  private Integer chunk;

  @Option(
      names = "--input",
      paramLabel = "DIR",
      description = "where the files are; default: the lib directory of this JDK")
  private Path input;

  @Option(
      names = "--limit",
      paramLabel = "MIB",
      description = "the most to read in all, smallest files first; default: ${DEFAULT-VALUE}")
  private int limit = DEFAULT_LIMIT_MIB;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "how often to do the batch, for medians; default: ${DEFAULT-VALUE}")
  private int repeat = 1;

  @Option(
      names = "--compare",
      description = "also by a plain loop and by an ExecutorService, in turn; all results compared")
  private boolean compare;

  @Spec private CommandSpec spec;

  private Batch() {}

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
    return OneLineErrors.run(new Batch(), out, err, args);
  }

  @Override
  public Integer call() {
    requireAtLeastOne("--workers", workers);
    requireAtLeastOne("--limit", limit);
    requireAtLeastOne("--repeat", repeat);
    if (chunk != null) {
      requireAtLeastOne("--chunk", chunk);
    }
    BatchOptions options =
        new BatchOptions(
            input != null ? input : jdkFiles(),
            (long) limit << 20,
            startMethod != null ? startMethod : StartMethod.getDefault(),
            workers,
            chunk == null ? OptionalInt.empty() : OptionalInt.of(chunk),
            repeat,
            compare);
    CommandLine command = spec.commandLine();
    try {
      new BatchJob(options, command.getOut()).run();
      return CommandLine.ExitCode.OK;
    } catch (BatchFailure failure) {
      OneLineErrors.print(command, failure.getMessage());
      return failure.exitCode();
    }
  }

  private void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " must be at least 1, not " + value);
    }
  }

  private static Path jdkFiles() {
    Path home = Path.of(System.getProperty("java.home"));
    Path lib = home.resolve("lib");
    return Files.isDirectory(lib) ? lib : home;
  }
}
