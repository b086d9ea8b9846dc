package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many forks under each load, with each JDK and collector: {@code mvn -Pstress -pl pool-posix -am
 * verify -Dforkpool.stress.forks=2000}. Dumps of children that hang are kept in {@code
 * target/fork-dumps}.
 */
@Tag("stress")
class ForkStressTest {
  private static final String FORKS = System.getProperty("forkpool.stress.forks", "100");

  static Stream<Arguments> cells() {
    return JavaHomes.withCollectors()
        .flatMap(jvm -> Stream.of(StressLoad.values()).map(load -> Arguments.of(jvm, load)));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyChildLivesAndEnds(Jvm jvm, StressLoad load) throws Exception {
    assumeTrue(
        load != StressLoad.VIRTUAL_THREADS || JavaHomes.feature(jvm.home()) >= 21,
        "no virtual threads");
    Jvm.Result result =
        jvm.main(List.of(), StressProgram.class, load.name(), FORKS, "target/fork-dumps");
    System.out.println(jvm + " " + result.output().strip());
    assertEquals(0, result.exitCode(), result.output());
  }
}
