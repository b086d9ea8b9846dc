package io.forkpool.bench.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that does one run for every line it reads, and answers with a number. Its errors go to
 * this JVM's stderr.
 */
final class LineProcess implements Contestant {
  private static final long PATIENCE_SECONDS = 10;

  private final String name;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;

  private LineProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.questions = process.outputWriter();
    this.answers = process.inputReader();
  }

  static LineProcess start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    return new LineProcess(command.get(0), builder.start());
  }

  @Override
  public double run() throws IOException {
    questions.write('\n');
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(name + " ended with " + exitCode() + " instead of an answer");
    }
    try {
      return Double.parseDouble(answer);
    } catch (NumberFormatException notOne) {
      throw new IOException(name + " said: " + answer, notOne);
    }
  }

  /** Lets it see the end of its input, and waits until it has gone. */
  @Override
  public void close() throws IOException {
    try {
      questions.close();
    } finally {
      exitCode();
    }
  }

  private int exitCode() {
    return end(process, PATIENCE_SECONDS);
  }

  /** Waits for the end of a process, which has been told; forces it after some time. */
  static int end(Process process, long seconds) {
    try {
      return process.onExit().get(seconds, TimeUnit.SECONDS).exitValue();
    } catch (ExecutionException | TimeoutException late) {
      return process.destroyForcibly().onExit().join().exitValue();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", interrupted));
    }
  }
}
