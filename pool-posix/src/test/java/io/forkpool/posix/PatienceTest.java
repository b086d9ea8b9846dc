package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long LONG = 10 * Patience.NANOS;

  private final Patience patience = new Patience(4 * LONG);
  private final Chances chances = new Chances();
  private long cpuNanos;

  private void someoneIsInTheWay(int looks) {
    for (int i = 0; i < looks; i++) {
      chances.beginLook();
      chances.inTheWay(7, cpuNanos);
      chances.endLook();
      cpuNanos += 1_000_000;
    }
  }

  private boolean lasts(long nanos, Obstacle obstacle) {
    return patience.lasts(nanos, obstacle, false, chances);
  }

  @Test
  void whoCannotRunIsWaitedForByTheClock() {
    assertTrue(lasts(0, Obstacle.BRIEF));
    assertTrue(lasts(Patience.NANOS - 1, Obstacle.BRIEF));
    assertFalse(lasts(Patience.NANOS, Obstacle.BRIEF));
  }

  @Test
  void whoCanRunHasChances() {
    someoneIsInTheWay(Patience.CHANCES - 1);
    assertTrue(lasts(LONG, Obstacle.BRIEF));
    someoneIsInTheWay(1);
    assertFalse(lasts(LONG, Obstacle.BRIEF));
    assertTrue(lasts(0, Obstacle.BRIEF), "too early");
  }

  @Test
  void aLockThatIsFreeSoonIsWaitedForHoweverManyChancesThereWere() {
    someoneIsInTheWay(2 * Patience.CHANCES);
    assertTrue(patience.lasts(LONG, Obstacle.BRIEF, true, chances));
  }

  @Test
  void itBeginsWhenClassesHaveBeenLoaded() {
    assertTrue(lasts(0, Obstacle.BRIEF));
    lasts(LONG, Obstacle.LOADING);
    assertTrue(lasts(LONG + Patience.NANOS - 1, Obstacle.BRIEF));
    assertFalse(lasts(LONG + Patience.NANOS, Obstacle.BRIEF));
  }

  @Test
  void halfOfTheTimeIsForTheCopy() {
    someoneIsInTheWay(1);
    assertTrue(patience.lasts(2 * LONG - 1, Obstacle.BRIEF, true, chances));
    assertFalse(patience.lasts(2 * LONG, Obstacle.BRIEF, true, chances));
  }
}
