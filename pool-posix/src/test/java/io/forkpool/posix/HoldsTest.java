package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HoldsTest {
  private static final long LITTLE = 1_000;
  private static final int LOCK = 77;

  private final Holds holds = new Holds();

  private boolean look(long thread, int lock, long cpuNanos) {
    holds.beginLook();
    return holds.endsSoon(thread, lock, cpuNanos);
  }

  @Test
  void whoHardlyRunsIsWaitedForHoweverOftenItIsLookedAt() {
    for (int i = 0; i < 10_000; i++) {
      assertTrue(look(7, LOCK, i * LITTLE), "look " + i);
      assertTrue(holds.someEndSoon());
    }
  }

  @Test
  void whoRunsAndDoesNotLetGoIsNotWaitedFor() {
    assertTrue(look(7, LOCK, LITTLE));
    assertTrue(look(7, LOCK, Holds.LONG_NANOS));
    assertFalse(look(7, LOCK, LITTLE + Holds.LONG_NANOS));
    assertFalse(holds.someEndSoon());
  }

  @Test
  void whoHasLetGoInBetweenBeginsAnew() {
    assertTrue(look(7, LOCK, 0));
    holds.beginLook();
    assertTrue(look(7, LOCK, Holds.LONG_NANOS));
    assertTrue(look(7, LOCK + 1, 2 * Holds.LONG_NANOS), "another lock");
    assertTrue(look(8, LOCK + 1, 3 * Holds.LONG_NANOS), "another thread");
  }

  @Test
  void oneThatEndsSoonIsEnoughToWait() {
    holds.beginLook();
    holds.endsSoon(7, LOCK, 0);
    holds.beginLook();
    assertFalse(holds.endsSoon(7, LOCK, Holds.LONG_NANOS));
    assertTrue(holds.endsSoon(8, LOCK, 0));
    assertTrue(holds.someEndSoon());
    holds.beginLook();
    assertFalse(holds.someEndSoon(), "nobody holds anything");
  }

  @Test
  void aForkBeginsAnew() {
    look(7, LOCK, 0);
    holds.reset();
    assertTrue(look(7, LOCK, Holds.LONG_NANOS));
  }

  @Test
  void whereWaitingWasInVainTheNextForkDoesNotWait() {
    look(7, LOCK, 0);
    assertTrue(holds.someEndSoon());
    holds.forked(true);
    holds.reset();
    look(8, LOCK, 0);
    assertFalse(holds.someEndSoon());
    holds.forked(false);
    holds.reset();
    look(9, LOCK, 0);
    assertTrue(holds.someEndSoon(), "the one before had nobody in its way");
  }

  @Test
  void whereNobodyRunsNothingWasInVain() {
    holds.beginLook();
    holds.forked(true);
    look(8, LOCK, 0);
    assertTrue(holds.someEndSoon());
  }

  @Test
  void thereMayBeMany() {
    for (int round = 0; round < 2; round++) {
      holds.beginLook();
      for (int i = 0; i < 1_000; i++) {
        boolean soon = holds.endsSoon(i, LOCK, round * Holds.LONG_NANOS);
        assertTrue(soon == (round == 0), "thread " + i);
      }
    }
  }
}
