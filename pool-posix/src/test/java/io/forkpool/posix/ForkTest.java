package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Forks of JVMs, with each JDK that is here: each check in two collectors, and in all of them. */
class ForkTest {
  @BeforeAll
  static void nativePartIsHere() {
    Surroundings here = Surroundings.current();
    assumeTrue(here.os().equals("Linux") && here.nativePart(), "no native part here");
  }

  static Stream<Arguments> checks() {
    return each(JavaHomes.withCommonCollectors());
  }

  static Stream<Arguments> checksWithEachCollector() {
    return each(JavaHomes.withCollectors());
  }

  private static Stream<Arguments> each(Stream<Jvm> jvms) {
    return jvms.flatMap(jvm -> CheckProgram.all().stream().map(check -> Arguments.of(jvm, check)));
  }

  static Stream<Jvm> plain() {
    return JavaHomes.plain();
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everyCheckHolds(Jvm jvm, Check check) {
    CheckRun.of(jvm).assertHolds(check);
  }

  @ParameterizedTest
  @MethodSource("checksWithEachCollector")
  @Tag("stress")
  void everyCheckHoldsWithEachCollector(Jvm jvm, Check check) {
    CheckRun.of(jvm).assertHolds(check);
  }

  @ParameterizedTest
  @MethodSource("plain")
  void hooksOfTheParentRunOnceInTheParent(Jvm jvm) {
    String output = CheckRun.of(jvm).output();
    assertEquals(1, output.split("hook in the parent", -1).length - 1, output);
  }

  @ParameterizedTest
  @MethodSource("plain")
  void aBusyParentCanBeForked(Jvm jvm) throws Exception {
    for (StressLoad load : List.of(StressLoad.ALLOCATING, StressLoad.CLASS_LOADING)) {
      Jvm.Result result =
          jvm.main(List.of(), StressProgram.class, load.name(), "5", "target/fork-dumps");
      assertEquals(0, result.exitCode(), result.output());
    }
  }

  @ParameterizedTest
  @MethodSource("plain")
  void zgcIsRefusedWithTheReason(Jvm jvm) throws Exception {
    Jvm z = new Jvm(jvm.home(), "Z");
    Jvm.Result result = z.main(List.of(), CheckProgram.class, VmCheck.COMPILES.name());
    assertEquals(1, result.exitCode(), result.output());
    assertTrue(result.output().contains("ZGC keeps its heap in shared memory"), result.output());
    assertFalse(result.output().contains("SIGSEGV"), result.output());
  }

  @ParameterizedTest
  @MethodSource("plain")
  void compilersThatPrintAreRefusedWithTheReason(Jvm jvm) throws Exception {
    Jvm.Result result =
        jvm.main(List.of("-XX:+PrintCompilation"), CheckProgram.class, VmCheck.COMPILES.name());
    assertEquals(1, result.exitCode(), result.output());
    assertTrue(result.output().contains("the compilers print what they do"), result.output());
  }
}
