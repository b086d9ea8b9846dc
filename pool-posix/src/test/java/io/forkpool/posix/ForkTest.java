package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Forks of small programs, with each JDK and collector that is here. */
@Tag("stress") // as long as fork is experimental, and a busy machine can fail it
class ForkTest {
  private static final String[] CHECKS =
      Arrays.stream(ChildCheck.values()).map(Enum::name).toArray(String[]::new);

  @BeforeAll
  static void nativePartIsHere() {
    Surroundings here = Surroundings.current();
    assumeTrue(here.os().equals("Linux") && here.nativePart(), "no native part here");
  }

  static Stream<Arguments> checks() {
    return JavaHomes.plain()
        .flatMap(jvm -> Stream.of(ChildCheck.values()).map(check -> Arguments.of(jvm, check)));
  }

  static Stream<Jvm> jvms() {
    return JavaHomes.withCollectors();
  }

  static Stream<Jvm> plain() {
    return JavaHomes.plain();
  }

  @ParameterizedTest
  @MethodSource("checks")
  void childIsAWholeJvm(Jvm jvm, ChildCheck check) throws Exception {
    Jvm.Result result = jvm.main(List.of(), ChildCheck.Program.class, check.name());
    assertEquals(0, result.exitCode(), result.output());
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void everyCollectorCanBeForked(Jvm jvm) throws Exception {
    Jvm.Result result = jvm.main(List.of(), ChildCheck.Program.class, CHECKS);
    assertEquals(0, result.exitCode(), result.output());
  }

  @ParameterizedTest
  @MethodSource("plain")
  void nothingIsWrongWithTheJniCalls(Jvm jvm) throws Exception {
    Jvm.Result result = jvm.main(List.of("-Xcheck:jni"), ChildCheck.Program.class, CHECKS);
    assertEquals(0, result.exitCode(), result.output());
    // A warning is followed by the stack of the call; JNA's own calls give some, too.
    List<String> warnings =
        result
            .output()
            .lines()
            .filter(
                line -> line.contains("at io.forkpool.posix.") && line.contains("Native Method"))
            .toList();
    assertTrue(warnings.isEmpty(), result.output());
  }

  @ParameterizedTest
  @MethodSource("plain")
  void parentAndChildDrawDifferentRandomNumbers(Jvm jvm) throws Exception {
    String check = ChildCheck.RANDOM_NUMBERS_ARE_ITS_OWN.name();
    Jvm.Result result = jvm.main(List.of(), ChildCheck.Program.class, check);
    List<String> numbers =
        result.output().lines().filter(line -> line.startsWith("random ")).toList();
    assertEquals(8, numbers.size(), result.output());
    assertEquals(8, numbers.stream().distinct().count(), result.output());
  }

  @ParameterizedTest
  @MethodSource("plain")
  void hooksOfTheParentRunOnceInTheParent(Jvm jvm) throws Exception {
    String check = ChildCheck.SHUTDOWN_HOOKS_ARE_NOT_ITS_OWN.name();
    Jvm.Result result = jvm.main(List.of(), ChildCheck.Program.class, check);
    assertEquals(1, result.output().lines().filter(line -> line.startsWith("hook in ")).count());
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
    Jvm.Result result = z.main(List.of(), ChildCheck.Program.class, ChildCheck.COMPILES.name());
    assertEquals(1, result.exitCode(), result.output());
    assertTrue(result.output().contains("ZGC keeps its heap in shared memory"), result.output());
    assertFalse(result.output().contains("SIGSEGV"), result.output());
  }
}
