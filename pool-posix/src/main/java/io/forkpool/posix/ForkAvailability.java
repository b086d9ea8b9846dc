package io.forkpool.posix;

import io.forkpool.spi.Availability;

/**
 * Whether this JVM can be forked. Decided from {@code /proc}, system properties and the class path:
 * no JNA, no native code, no effect. Asked anew each time, since a recording or a debugger can come
 * later. What cannot be seen from there, for instance a seccomp filter that refuses {@code clone},
 * the first fork says in its exception.
 */
final class ForkAvailability {
  private ForkAvailability() {}

  static Availability get() {
    return of(Surroundings.current());
  }

  static Availability of(Surroundings here) {
    return Refusal.of(here)
        .map(refusal -> Availability.unavailable(refusal.cause()))
        .orElseGet(Availability::available);
  }
}
