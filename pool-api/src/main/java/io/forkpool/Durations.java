package io.forkpool;

import java.time.Duration;
import java.util.Objects;

/** Checks durations that users give. */
final class Durations {
  private Durations() {}

  static Duration requirePositive(String what, Duration duration) {
    Objects.requireNonNull(duration, what);
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be positive: " + duration);
    }
    return duration;
  }
}
