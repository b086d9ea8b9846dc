package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChancesTest {
  private static final long RUN = 1_000_000;

  private final Chances chances = new Chances();

  @BeforeEach
  void reset() {
    chances.reset();
  }

  private void look(long... threadsAndNanos) {
    chances.beginLook();
    for (int i = 0; i < threadsAndNanos.length; i += 2) {
      chances.inTheWay(threadsAndNanos[i], threadsAndNanos[i + 1]);
    }
    chances.endLook();
  }

  @Test
  void whoHasNotRunHadNoChance() {
    look(7, 0);
    look(7, 1_000);
    look(7, 2_000);
    assertEquals(1, chances.count());
    look(7, RUN);
    assertEquals(2, chances.count());
  }

  @Test
  void littleByLittleIsAChanceToo() {
    look(7, 0);
    for (int i = 1; i <= 40; i++) {
      look(7, i * 1_000);
    }
    assertEquals(3, chances.count());
  }

  @Test
  void allMustHaveRun() {
    look(7, 0, 8, 0);
    look(7, RUN, 8, 0);
    assertEquals(1, chances.count());
    look(8, RUN);
    assertEquals(2, chances.count());
  }

  @Test
  void whoeverIsNewInTheWayHasRun() {
    look(7, 0);
    look(8, 0);
    assertEquals(2, chances.count());
  }

  @Test
  void aLookThatFindsNobodyIsNoChance() {
    look();
    look();
    assertEquals(0, chances.count());
    look(7, 0);
    assertEquals(1, chances.count());
  }

  @Test
  void nobodyInTheWayMovesOn() {
    look();
    assertFalse(chances.someMayMoveOn());
    look(7, 0);
    assertTrue(chances.someMayMoveOn());
    look();
    assertFalse(chances.someMayMoveOn());
  }

  @Test
  void aForkBeginsAnew() {
    look(7, 0);
    chances.reset();
    assertEquals(0, chances.count());
    look(7, 0);
    assertEquals(1, chances.count(), "whoever was in the way before is new");
  }

  @Test
  void thereMayBeMany() {
    chances.beginLook();
    for (int i = 0; i < 1_000; i++) {
      chances.inTheWay(i, 0);
    }
    chances.endLook();
    chances.beginLook();
    for (int i = 0; i < 1_000; i++) {
      chances.inTheWay(i, i == 999 ? 0 : RUN);
    }
    chances.endLook();
    assertEquals(1, chances.count());
  }
}
