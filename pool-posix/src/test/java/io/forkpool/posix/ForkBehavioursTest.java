package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.contract.Behaviour;
import io.forkpool.contract.BehaviourNames;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The behaviours that only fork has, each by way of the public API and, where there is more to see,
 * by a look into the child. Their counterparts for spawn are in pool-core.
 */
@DisplayNameGeneration(BehaviourNames.class)
class ForkBehavioursTest {
  @BeforeAll
  static void nativePartIsHere() {
    Surroundings here = Surroundings.current();
    assumeTrue(here.os().equals("Linux") && here.nativePart(), "no native part here");
  }

  static Stream<Jvm> jvms() {
    return JavaHomes.withCommonCollectors();
  }

  @Test
  void everyNumberHasATest() {
    Set<Integer> covered =
        Arrays.stream(getClass().getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Behaviour.class))
            .map(method -> method.getAnnotation(Behaviour.class).value())
            .collect(Collectors.toSet());
    assertEquals(IntStream.rangeClosed(40, 48).boxed().collect(Collectors.toSet()), covered);
  }

  private static void assertHold(Jvm jvm, Check... checks) {
    CheckRun run = CheckRun.of(jvm);
    Arrays.stream(checks).forEach(run::assertHolds);
  }

  @ParameterizedTest
  @MethodSource("jvms")
  @Behaviour(40)
  void theChildSeesTheParentsStaticState(Jvm jvm) {
    assertHold(jvm, PoolCheck.WORKER_SEES_STATIC_STATE);
  }

  @ParameterizedTest
  @MethodSource("jvms")
  @Behaviour(41)
  void theParentsThreadsAreNotInTheChild(Jvm jvm) {
    assertHold(
        jvm,
        PoolCheck.WORKER_HAS_NO_THREAD_OF_ITS_PARENT,
        GhostCheck.GHOSTS_LOOK_DEAD,
        GhostCheck.GHOSTS_HAVE_NO_OS_THREAD);
  }

  @ParameterizedTest
  @MethodSource("jvms")
  @Behaviour(42)
  void aLockThatAParentThreadHoldsStaysLockedAndIsReported(Jvm jvm) {
    assertHold(jvm, PoolCheck.LOCK_THAT_IS_HELD_STAYS_LOCKED);
  }

  @ParameterizedTest
  @MethodSource("jvms")
  @Behaviour(43)
  void openFilesAndLocksMayBeCaptured(Jvm jvm) {
    assertHold(jvm, PoolCheck.OPEN_FILES_AND_LOCKS_ARE_CAPTURED);
  }

  @ParameterizedTest
  @MethodSource("jvms")
  @Behaviour(44)
  void whatTheChildChangesNeverChangesTheParent(Jvm jvm) {
    assertHold(jvm, PoolCheck.MUTATIONS_STAY_IN_THE_WORKER);
  }

  @ParameterizedTest
  @MethodSource("jvms")
  @Behaviour(45)
  void noChildRepeatsRandomNumbers(Jvm jvm) {
    assertHold(jvm, PoolCheck.WORKERS_DRAW_THEIR_OWN_RANDOM_NUMBERS);
    assertHold(jvm, RandomCheck.values());
  }

  @ParameterizedTest
  @MethodSource("jvms")
  @Behaviour(46)
  void theChildIsAWholeJvm(Jvm jvm) {
    assertHold(jvm, PoolCheck.WORKER_IS_A_WHOLE_JVM);
    assertHold(jvm, VmCheck.values());
  }

  @ParameterizedTest
  @MethodSource("jvms")
  @Behaviour(47)
  void jcmdGetsAnAnswer(Jvm jvm) {
    assertHold(jvm, PoolCheck.WORKER_ANSWERS_JCMD, VmCheck.ANSWERS_JCMD);
  }

  @ParameterizedTest
  @MethodSource("jvms")
  @Behaviour(48)
  void noUserThreadRunsTwiceAndNoShutdownHookInAChild(Jvm jvm) {
    assertHold(
        jvm,
        PoolCheck.NO_HOOK_OF_THE_PARENT_RUNS_IN_A_WORKER,
        GhostCheck.USER_THREADS_DO_NOT_RUN_TWICE);
    assertHold(jvm, EndCheck.values());
    assertHold(jvm, ExecutorCheck.values());
  }
}
