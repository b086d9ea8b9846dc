package io.forkpool.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that tests start: forks never happen in the test JVM itself. */
record Jvm(Path home, String collector) {
  private static final int LIMIT_SECONDS = 300;

  /** How a program ended, and what it wrote. */
  record Result(int exitCode, String output) {}

  boolean exists() {
    try {
      return run(List.of(), "-version").exitCode() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  /** Runs a main class with further flags. */
  Result main(List<String> flags, Class<?> type, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add("-Xmx256m");
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add(type.getName());
    words.addAll(List.of(arguments));
    return run(flags, words.toArray(new String[0]));
  }

  private Result run(List<String> flags, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.add("-XX:+Use" + collector + "GC");
    if (JavaHomes.feature(home) >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(flags);
    command.addAll(List.of(words));
    Path output = Files.createTempFile("forkpool-jvm", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Result(-1, "timed out\n" + read(output));
      }
      return new Result(process.exitValue(), read(output));
    } finally {
      Files.delete(output);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return home.getFileName() + " " + collector;
  }
}
