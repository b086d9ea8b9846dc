package io.forkpool.core.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forkpool.core.TestJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectorChoiceTest {

  @Test
  void collectorOfTheRequestWinsOverThatOfThisJvm() throws Exception {
    TestJvm end =
        TestJvm.run(TestJvm.Setting.PLAIN.withFlags("-XX:+UseG1GC", "-Xmx64m"), Program.class);
    assertEquals(0, end.exitValue(), end.errors());
  }

  /** Starts a JVM with the flags of a child that was asked to have another collector. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      List<String> command =
          CommandLine.of(List.of(), CommandLine.flags(List.of("-XX:+UseParallelGC"), 1));
      command = new java.util.ArrayList<>(command.subList(0, command.indexOf("-cp")));
      command.add("-version");
      System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
    }
  }
}
