package io.forkpool.bench.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.StartMethod;
import io.forkpool.Subprocess;
import io.forkpool.SubprocessException;
import io.forkpool.SubprocessResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program, by each start method that it is for. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "some programs run commands of POSIX")
@Timeout(120)
class ExampleTest {
  private static final List<StartMethod> ALL =
      List.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORKSERVER);

  @TempDir private Path directory;

  static Stream<Arguments> runs() {
    return Arrays.stream(Example.values())
        .flatMap(
            example -> example.startMethods().stream().map(method -> Arguments.of(example, method)))
        .filter(run -> ((StartMethod) run.get()[1]).unavailabilityCause().isEmpty());
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("runs")
  void printsWhatItIsToPrint(Example example, StartMethod method) throws Exception {
    SubprocessResult run = Printed.here(example, method);
    String expected = Printed.expected(example, method);
    assertEquals(Printed.masked(example, expected), Printed.masked(example, run.text()));
    assertEquals("", run.errorText());
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("runs")
  void printsWhatItsCounterpartInPythonPrints(Example example, StartMethod method)
      throws Exception {
    assumeTrue(pythonIsHere(), "no python3 here");
    Optional<SubprocessResult> python = Printed.inPython(example, method, directory);
    assumeTrue(python.isPresent(), "CPython has nothing like it on this system");
    assertEquals(
        withoutReasons(Printed.masked(example, python.get().text())),
        withoutReasons(Printed.masked(example, Printed.here(example, method).text())));
  }

  private static boolean pythonIsHere() throws InterruptedException {
    try {
      return Subprocess.of("python3", "-c", "import multiprocessing").run().exitCode() == 0;
    } catch (SubprocessException absent) {
      return false;
    }
  }

  /** That something is refused is the same; the words are not. */
  private static String withoutReasons(String text) {
    return text.replaceAll("(?m)^refused: .*$", "refused");
  }

  @Test
  void thereAreSixteenAndEachSaysWhatItIsFor() {
    assertEquals(
        IntStream.rangeClosed(1, 16).boxed().toList(),
        Arrays.stream(Example.values()).map(Example::number).toList());
    assertTrue(
        Arrays.stream(Example.values())
            .allMatch(
                example ->
                    !example.startMethods().isEmpty() && ALL.containsAll(example.startMethods())));
  }

  // ---- what a masked text does not say ----

  private static List<String> pids(Example example, StartMethod method) {
    assumeTrue(method.unavailabilityCause().isEmpty(), method + " is unavailable here");
    return Pattern.compile("\\d{2,}")
        .matcher(Printed.here(example, method).text())
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @Test
  void theForkServerIsBetweenParentAndChild() {
    List<String> pids = pids(Example.THREE_PROCESSES, StartMethod.FORKSERVER);
    String parent = pids.get(0);
    String child = pids.get(1);
    String server = pids.get(2);
    assertEquals(List.of(parent, child, server, server, parent), pids);
    assertEquals(3, pids.stream().distinct().count());
  }

  @Test
  void theForkedChildIsTheOneThatForkReturned() {
    assumeTrue(StartMethod.FORK.unavailabilityCause().isEmpty(), "fork is unavailable here");
    List<String> lines =
        Printed.here(Example.RAW_FORK, StartMethod.FORK).text().lines().sorted().toList();
    List<String> made = numbers(lines.get(0)); // I (parent) just created a child process (child).
    List<String> said = numbers(lines.get(1)); // I am child process (child) and my parent is ...
    assertEquals(made, List.of(said.get(1), said.get(0)));
    assertNotEquals(made.get(0), made.get(1));
  }

  private static List<String> numbers(String line) {
    return Pattern.compile("\\d+").matcher(line).results().map(MatchResult::group).toList();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void theFifthTaskWaitsForOneOfFourWorkers(StartMethod method) {
    List<String> lines = Printed.here(Example.FIVE_TASKS, method).text().lines().toList();
    int most = mostAtOnce(lines.subList(0, lines.indexOf("Pool of 5 workers.")));
    // On a busy machine the first may have ended before the fourth worker is up.
    assertTrue(most > 1 && most <= 4, () -> String.join("\n", lines));
  }

  static Stream<StartMethod> methods() {
    return ALL.stream().filter(method -> method.unavailabilityCause().isEmpty());
  }

  private static int mostAtOnce(List<String> lines) {
    int most = 0;
    List<String> running = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("Run task ")) {
        running.add(line.split(" ")[2]);
      } else if (line.startsWith("Task ")) {
        running.remove(line.split(" ")[1]);
      }
      most = Math.max(most, running.size());
    }
    return most;
  }
}
