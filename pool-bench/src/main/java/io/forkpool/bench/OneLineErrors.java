package io.forkpool.bench;

import io.forkpool.PoolException;
import io.forkpool.StartMethod;
import io.forkpool.StartMethodUnavailableException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Says what is wrong in one line: exit code 2 for what the user asked for, 1 for what went wrong.
 * Only what nobody foresaw shows a stack.
 */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private OneLineErrors() {}

  /** Runs a program that reports its errors this way; returns its exit code. */
  static int run(Callable<Integer> program, PrintWriter out, PrintWriter err, String... args) {
    OneLineErrors errors = new OneLineErrors();
    int exitCode =
        new CommandLine(program)
            .registerConverter(StartMethod.class, new StartMethodConverter())
            .setParameterExceptionHandler(errors)
            .setExecutionExceptionHandler(errors)
            .setOut(out)
            .setErr(err)
            .execute(args);
    out.flush();
    return exitCode;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    print(command, wrong.getMessage() + " (--help lists the options)");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception wrong, CommandLine command, ParseResult parsed) {
    if (wrong instanceof StartMethodUnavailableException) {
      print(command, wrong.getMessage());
      return ExitCode.USAGE;
    }
    if (wrong instanceof PoolException) {
      print(command, wrong.getMessage());
    } else {
      wrong.printStackTrace(command.getErr());
      command.getErr().flush();
    }
    return ExitCode.SOFTWARE;
  }

  static void print(CommandLine command, String message) {
    String oneLine = String.valueOf(message).lines().findFirst().orElse("");
    command.getErr().println(command.getCommandName() + ": " + oneLine);
    command.getErr().flush();
  }
}
