package io.forkpool.bench.figures;

import io.forkpool.StartMethod;
import io.forkpool.bench.measure.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One question to a {@link ProbeMain} in a JVM of its own.
 *
 * @param question what it measures
 * @param method how its workers come to be
 * @param megabytes of live heap
 * @param runs how many numbers it prints, at least
 * @param flags of its JVM
 */
record Probe(String question, StartMethod method, int megabytes, int runs, List<String> flags) {
  private static final int ROOM_MEGABYTES = 512;

  /** Runs it; returns what it has measured. */
  double[] ask() throws IOException, InterruptedException {
    List<String> jvm = new ArrayList<>(flags);
    jvm.addAll(JavaCommand.nativeAccess());
    jvm.add("-Xmx" + (megabytes * 3 / 2 + ROOM_MEGABYTES) + "m");
    List<String> command =
        JavaCommand.of(
            jvm, ProbeMain.class, question, method.toString(), "" + megabytes, "" + runs);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return numbers(process);
  }

  static double[] numbers(Process process) throws IOException, InterruptedException {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int exitCode = process.waitFor();
    if (exitCode != 0 || output.isEmpty()) {
      throw new IOException("a probe ended with " + exitCode + " and said: " + output);
    }
    return output.lines().mapToDouble(Double::parseDouble).toArray();
  }
}
