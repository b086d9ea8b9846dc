package io.forkpool.bench.examples;

import io.forkpool.StartMethod;
import io.forkpool.Subprocess;
import io.forkpool.SubprocessResult;
import io.forkpool.bench.Examples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What a program prints, here or in Python, or is to print. */
final class Printed {
  /** Their processes print at the same time: the order of lines says nothing. */
  static final Set<Example> RACING =
      Set.of(Example.RAW_FORK, Example.FIVE_TASKS, Example.PRODUCER_AND_CONSUMER);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Pattern PID =
      Pattern.compile("(?<=\\(|is |by |child |server |Process |process |write: |read: )\\d+");

  private static final Map<List<Object>, SubprocessResult> RUNS = new ConcurrentHashMap<>();

  private Printed() {}

  /** Runs the program in a JVM of its own, once for all tests. */
  static SubprocessResult here(Example example, StartMethod method) {
    return RUNS.computeIfAbsent(
        List.of(example, method), run -> result(Subprocess.of(Examples.command(example, method))));
  }

  /** Runs its counterpart in Python, if there is one. */
  static Optional<SubprocessResult> inPython(Example example, StartMethod method, Path directory)
      throws IOException {
    Path program = directory.resolve("example.py");
    try (InputStream counterpart = Example.class.getResourceAsStream(name(example, "", ".py"))) {
      if (counterpart == null) {
        return Optional.empty();
      }
      Files.copy(counterpart, program);
    }
    // Unbuffered, as otherwise its own lines come after those of its children and commands.
    return Optional.of(
        result(Subprocess.of("python3", "-u", program.toString(), method.toString())));
  }

  private static SubprocessResult result(Subprocess command) {
    try {
      return command.withTimeout(LIMIT).run().requireSuccess();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it is to print: in a file for this start method, else in one for all. */
  static String expected(Example example, StartMethod method) throws IOException {
    try (InputStream own = Printed.class.getResourceAsStream(name(example, "-" + method, ".txt"));
        InputStream common = Printed.class.getResourceAsStream(name(example, "", ".txt"))) {
      InputStream text = own != null ? own : common;
      if (text == null) {
        throw new AssertionError("nothing is expected of " + example + " by " + method);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String name(Example example, String suffix, String type) {
    return "%02d%s%s".formatted(example.number(), suffix, type);
  }

  /** Without what differs from run to run. */
  static String masked(Example example, String text) {
    String masked =
        PID.matcher(text).replaceAll("PID").replaceAll("\\d\\.\\d\\d seconds", "S seconds");
    return RACING.contains(example) ? String.join("\n", masked.lines().sorted().toList()) : masked;
  }
}
