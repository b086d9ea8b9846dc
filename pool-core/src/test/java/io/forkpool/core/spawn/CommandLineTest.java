package io.forkpool.core.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.TestJvm;
import io.forkpool.core.child.ChildMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  @Test
  void startsThisJavaWithThisClassPathAndOurMainClass() {
    List<String> command = CommandLine.of(List.of(), CommandLine.flags(List.of(), 2));
    Path java = Path.of(command.get(0));
    assertTrue(Files.isExecutable(java), java.toString());
    assertTrue(java.startsWith(System.getProperty("java.home")));
    int size = command.size();
    assertEquals(
        List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName()),
        command.subList(size - 3, size));
  }

  @Test
  void flagsOfTheRequestComeLastAndWin() {
    List<String> flags = List.of("-Xmx77m", "-Dmine=1");
    List<String> command = CommandLine.of(List.of(), CommandLine.flags(flags, 2));
    int classPath = command.indexOf("-cp");
    assertEquals(flags, command.subList(classPath - 2, classPath));
    assertTrue(command.stream().noneMatch(flag -> flag.startsWith("-XX:MaxRAMPercentage")));
  }

  @Test
  void siblingsShareTheMemory() {
    assertTrue(CommandLine.flags(List.of(), 10).contains("-XX:MaxRAMPercentage=6.00"));
  }

  @Test
  void childOfAChildHasTheSameFlagsAndNoDefaultTwice() throws Exception {
    TestJvm end =
        TestJvm.run(
            TestJvm.Setting.PLAIN.withFlags(
                "-XX:+UseSerialGC", "-Xmx64m", "-Xms16m", "-Dsome=thing", "-Xlog:disable"),
            Program.class);
    assertEquals(0, end.exitValue(), end.errors());
    assertEquals(
        "-XX:-UsePerfData "
            + DefaultFlags.of(List.of(), 1).get(DefaultFlags.of(List.of(), 1).size() - 1)
            + " -XX:+UseSerialGC -Xmx64m -Dsome=thing -Xlog:disable -Dlast=1",
        end.output().strip());
  }

  @Test
  void flagsOfAnArchiveComeFirstAndLose() {
    List<String> command = CommandLine.of(List.of("-Xshare:auto"), List.of("-Xshare:off"));
    assertEquals(List.of("-Xshare:auto", "-Xshare:off"), command.subList(1, 3));
  }

  /** Prints the flags that a child of this JVM would get. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      System.out.println(String.join(" ", CommandLine.flags(List.of("-Dlast=1"), 1)));
    }
  }
}
