package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fork server that ends, or stops, at each step of a request; see {@link ServerStepsProgram}. */
class ServerStepsTest {
  /**
   * Wait, read twice, make a pipe, close its end, watch the child, answer; read twice and so on.
   */
  private static final int FEWEST_STEPS = 12;

  @TempDir private Path directory;

  @Test
  void aServerThatEndsOrStopsAtAnyStepHarmsNoMoreThanTheStartsThatItOwes() throws Exception {
    Surroundings here = Surroundings.current();
    assumeTrue(here.os().equals("Linux") && here.nativePart(), "no native part here");
    Jvm jvm = JavaHomes.plain().findFirst().orElseThrow();

    Jvm.Result result = jvm.main(List.of(), ServerStepsProgram.class, directory.toString());

    assertEquals(0, result.exitCode(), result.output());
    System.out.print(result.output());
    for (ServerStepsProgram.Fate fate : ServerStepsProgram.Fate.values()) {
      Matcher line =
          Pattern.compile(fate + ": (\\d+) steps, (\\d+) of them").matcher(result.output());
      assertTrue(line.find(), result.output());
      assertTrue(Integer.parseInt(line.group(1)) >= FEWEST_STEPS, result.output());
      assertTrue(Integer.parseInt(line.group(2)) > 0, result.output());
    }
  }
}
