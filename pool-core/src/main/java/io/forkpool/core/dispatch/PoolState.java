package io.forkpool.core.dispatch;

import java.util.EnumSet;
import java.util.Set;

/** The life of a pool. */
enum PoolState {
  /** Takes calls. */
  RUNNING,
  /** Takes no calls; completes those it has. */
  CLOSED,
  /** Its workers cannot be made ready: every call fails. */
  BROKEN,
  /** All is done, or given up: workers end. */
  STOPPING;

  private Set<PoolState> next() {
    return switch (this) {
      case RUNNING -> EnumSet.of(CLOSED, BROKEN, STOPPING);
      case CLOSED -> EnumSet.of(BROKEN, STOPPING);
      case BROKEN -> EnumSet.of(STOPPING);
      case STOPPING -> EnumSet.noneOf(PoolState.class);
    };
  }

  PoolState to(PoolState state) {
    if (!next().contains(state)) {
      throw new IllegalStateException("a pool does not go from " + this + " to " + state);
    }
    return state;
  }
}
