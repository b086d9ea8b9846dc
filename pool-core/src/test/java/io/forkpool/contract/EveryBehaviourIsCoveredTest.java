package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The suite has a test for every behaviour that all start methods share. */
class EveryBehaviourIsCoveredTest {
  /** What only one start method has, and where it is tested. */
  private static final Map<Integer, String> ELSEWHERE =
      Map.of(37, "a killed fork server: with forkserver, in pool-posix");

  @Test
  void everyNumberHasATest() {
    TreeSet<Integer> covered =
        StartMethodContract.FAMILIES.stream()
            .flatMap(family -> Arrays.stream(family.getDeclaredMethods()))
            .filter(EveryBehaviourIsCoveredTest::isTest)
            .filter(method -> method.isAnnotationPresent(Behaviour.class))
            .map(method -> method.getAnnotation(Behaviour.class).value())
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<Integer> expected =
        Stream.of(
                IntStream.rangeClosed(1, 39), // the pool
                IntStream.of(43, 59, 60), // a fork's target, the context
                IntStream.rangeClosed(49, 53), // processes
                IntStream.rangeClosed(54, 56), // queues
                IntStream.of(57, 58)) // pipes
            .flatMapToInt(range -> range)
            .filter(number -> !ELSEWHERE.containsKey(number))
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(expected, covered);
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }
}
