package io.forkpool.core.dispatch;

import io.forkpool.WorkerStats;
import java.util.EnumSet;
import java.util.Set;

/** The life of a lane, from the worker's being ready to its end. */
enum LaneState {
  /** The worker waits for a chunk. */
  IDLE,
  /** The worker owns a chunk. */
  BUSY,
  /** The worker was told to end, and owns nothing. */
  STOPPING,
  /** The worker's process or channel has gone. */
  GONE;

  private Set<LaneState> next() {
    return switch (this) {
      case IDLE -> EnumSet.of(BUSY, STOPPING, GONE);
      case BUSY -> EnumSet.of(IDLE, STOPPING, GONE);
      case STOPPING -> EnumSet.of(GONE);
      case GONE -> EnumSet.noneOf(LaneState.class);
    };
  }

  /** What users are told. */
  WorkerStats.State told() {
    return switch (this) {
      case IDLE -> WorkerStats.State.IDLE;
      case BUSY -> WorkerStats.State.BUSY;
      case STOPPING, GONE -> WorkerStats.State.STOPPING;
    };
  }

  LaneState to(LaneState state) {
    if (!next().contains(state)) {
      throw new IllegalStateException("a lane does not go from " + this + " to " + state);
    }
    return state;
  }
}
