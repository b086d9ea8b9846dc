package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While all others are suspended, a fork must not load a class: one of them may own the lock of the
 * class, its loader or its jar file, and nobody would ever resume it.
 */
class SuspensionTest {
  static Stream<Jvm> jvms() {
    assumeTrue(Surroundings.current().nativePart(), "no native part here");
    return JavaHomes.plain();
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void noClassIsLoadedMeanwhile(Jvm jvm) throws Exception {
    Jvm.Result result = jvm.main(List.of("-Xlog:class+load"), SuspensionProgram.class);
    assertEquals(0, result.exitCode(), result.output());
    List<String> loaded = new ArrayList<>();
    int suspensions = 0;
    boolean suspended = false;
    for (String line : result.output().lines().toList()) {
      if (line.contains(SuspensionProgram.BEGIN)) {
        suspended = true;
        suspensions++;
      } else if (line.contains(SuspensionProgram.END)) {
        suspended = false;
      } else if (suspended && line.contains("source:")) {
        loaded.add(line);
      }
    }
    assertEquals(3, suspensions, result.output());
    assertTrue(
        result.output().contains("io.forkpool.posix.HeldLocks source:"), "no log of classes");
    assertEquals(List.of(), loaded);
  }
}
