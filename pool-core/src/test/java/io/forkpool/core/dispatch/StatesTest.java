package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class StatesTest {
  private static final Map<LaneState, Set<LaneState>> LANE =
      Map.of(
          LaneState.IDLE, Set.of(LaneState.BUSY, LaneState.STOPPING, LaneState.GONE),
          LaneState.BUSY, Set.of(LaneState.IDLE, LaneState.STOPPING, LaneState.GONE),
          LaneState.STOPPING, Set.of(LaneState.GONE),
          LaneState.GONE, Set.of());

  private static final Map<PoolState, Set<PoolState>> POOL =
      Map.of(
          PoolState.RUNNING, Set.of(PoolState.CLOSED, PoolState.BROKEN, PoolState.STOPPING),
          PoolState.CLOSED, Set.of(PoolState.BROKEN, PoolState.STOPPING),
          PoolState.BROKEN, Set.of(PoolState.STOPPING),
          PoolState.STOPPING, Set.of());

  @Test
  void laneGoesOnlyWhereItMay() {
    assertTransitions(LANE, LaneState.values(), LaneState::to);
  }

  @Test
  void poolGoesOnlyWhereItMay() {
    assertTransitions(POOL, PoolState.values(), PoolState::to);
  }

  private static <S extends Enum<S>> void assertTransitions(
      Map<S, Set<S>> legal, S[] all, BiFunction<S, S, S> to) {
    assertEquals(legal.size(), all.length);
    for (S from : all) {
      for (S next : all) {
        if (legal.get(from).contains(next)) {
          assertSame(next, to.apply(from, next));
        } else {
          IllegalStateException refused =
              assertThrows(IllegalStateException.class, () -> to.apply(from, next));
          assertTrue(refused.getMessage().endsWith("from " + from + " to " + next));
        }
      }
    }
  }
}
