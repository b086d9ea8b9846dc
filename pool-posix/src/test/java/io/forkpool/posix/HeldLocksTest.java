package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeldLocksTest {
  static Stream<Jvm> jvms() {
    assumeTrue(Surroundings.current().nativePart(), "no native part here");
    return JavaHomes.plain();
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void locksOfOthersAreReportedOrRefused(Jvm jvm) throws Exception {
    Jvm.Result result = jvm.main(List.of(), HeldLockProgram.class);
    String output = result.output();
    assertEquals(0, result.exitCode(), output);
    assertTrue(output.contains("beside a brief holder, steps true"), output);
    assertFalse(output.contains("held briefly: "), output);
    assertTrue(output.contains("reported: thread \"the-holder\" holds java.lang.Object@"), output);
    assertTrue(output.contains("refused: fork failed: other threads hold locks"), output);
    assertTrue(output.contains("holds java.util.concurrent.locks.ReentrantLock"), output);
    assertTrue(output.contains("told: thread \"the-holder\" holds java.lang.Object@"), output);
    assertTrue(output.contains("pool refused: the pool's workers cannot be made ready"), output);
    assertFalse(output.contains("the pool forks all the same"), output);
  }
}
