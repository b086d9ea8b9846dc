package io.forkpool.bench.figures;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program for CPython that prints what it has measured; a file, which ends with this. */
final class PythonProgram implements Closeable {
  private final Path file;

  PythonProgram(String text) throws IOException {
    file = Files.createTempFile("forkpool-figures", ".py");
    Files.writeString(file, text);
  }

  /**
   * Runs it.
   *
   * @return the numbers that it prints, a line each
   * @throws IOException if there is no {@code python3}, or it fails
   */
  double[] numbers(Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", file.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return Probe.numbers(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  @Override
  public void close() throws IOException {
    Files.delete(file);
  }
}
