package io.forkpool.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The end of a program that a test has run in a JVM of its own.
 *
 * @param exitValue its exit value
 * @param output what it wrote to stdout
 * @param errors what it wrote to stderr
 */
public record TestJvm(int exitValue, String output, String errors) {

  /** What a test's JVM may be told. */
  public record Setting(
      List<String> flags, Map<String, String> environment, byte[] input, String classPath) {
    public static final Setting PLAIN =
        new Setting(List.of(), Map.of(), new byte[0], System.getProperty("java.class.path"));

    public Setting withFlags(String... others) {
      return new Setting(List.of(others), environment, input, classPath);
    }

    public Setting withEnvironment(Map<String, String> other) {
      return new Setting(flags, other, input, classPath);
    }

    public Setting withInput(byte[] other) {
      return new Setting(flags, environment, other, classPath);
    }

    public Setting withClassPath(String other) {
      return new Setting(flags, environment, input, other);
    }
  }

  /**
   * Runs a program, with the class path of this JVM unless told otherwise; fails if it takes longer
   * than 30 seconds.
   */
  public static TestJvm run(Setting setting, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(setting.flags);
    command.addAll(List.of("-cp", setting.classPath, program.getName()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("forkpool-test-", ".out");
    Path err = Files.createTempFile("forkpool-test-", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(setting.environment);
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(setting.input);
      }
      boolean ended = process.waitFor(30, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertTrue(ended, () -> "the program does not end: " + read(err));
      return new TestJvm(process.waitFor(), read(out), read(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
