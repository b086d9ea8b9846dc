package io.forkpool.posix;

import io.forkpool.spi.ChildRole;

/**
 * When a fork server makes its spares, and when these warm up. Both take a processor for as long as
 * a short process does, so they wait for a lull where they can.
 */
enum Pace {
  /**
   * Workers come all at once, and then have work to do: spares must not take that time from them.
   */
  WORKERS(Pace.LULL_MILLIS),

  /**
   * Processes come one after another, and may be over before the next is asked for. Where none is
   * left, the next spare is made while the last one runs, and warms up only if nobody wants it.
   */
  PROCESSES(0);

  private static final int LULL_MILLIS = 50;

  private final int urgentMillis;

  Pace(int urgentMillis) {
    this.urgentMillis = urgentMillis;
  }

  static Pace of(ChildRole role) {
    return role == ChildRole.WORKER ? WORKERS : PROCESSES;
  }

  /**
   * How many milliseconds nobody must have asked for a child before a spare is made.
   *
   * @param urgent whether the last one was just taken
   */
  int lullMillis(boolean urgent) {
    return urgent ? urgentMillis : LULL_MILLIS;
  }

  /**
   * How many milliseconds a spare waits for its order before it warms up: what was left out of the
   * lull.
   *
   * @param urgent whether it was made because the last one was just taken
   */
  int settleMillis(boolean urgent) {
    return LULL_MILLIS - lullMillis(urgent);
  }
}
