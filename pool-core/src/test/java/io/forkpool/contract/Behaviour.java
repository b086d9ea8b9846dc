package io.forkpool.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The number of the behaviour that a test holds a start method to. Reports show it in front of the
 * test's name ({@link BehaviourNames}); {@link EveryBehaviourIsCoveredTest} sees to it that none of
 * 1 to 39, 57 and 58 is without a test; what only one start method has is tested beside it. Tests
 * without it cover what is promised beyond that list.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Behaviour {
  /** The number in the list of behaviours. */
  int value();
}
