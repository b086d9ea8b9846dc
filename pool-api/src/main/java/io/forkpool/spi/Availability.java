package io.forkpool.spi;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether something can be used here, and if not, why. Immutable.
 *
 * @param unavailabilityCause the reason and what to do about it; empty if it can be used
 */
public record Availability(Optional<String> unavailabilityCause) {

  /**
   * Checks the component.
   *
   * @param unavailabilityCause the reason and what to do about it; empty if it can be used
   */
  public Availability {
    Objects.requireNonNull(unavailabilityCause, "unavailabilityCause");
  }

  /**
   * Says yes.
   *
   * @return an availability without a cause
   */
  public static Availability available() {
    return new Availability(Optional.empty());
  }

  /**
   * Says no.
   *
   * @param cause the reason, and what to do about it
   * @return an availability with that cause
   */
  public static Availability unavailable(String cause) {
    return new Availability(Optional.of(cause));
  }

  /**
   * Tells whether it can be used.
   *
   * @return true if there is no cause against it
   */
  public boolean isAvailable() {
    return unavailabilityCause.isEmpty();
  }
}
