package io.forkpool;

import io.forkpool.spi.Availability;
import io.forkpool.spi.StartMethodProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the registered providers say of the start methods, by name. */
final class StartMethods {
  private StartMethods() {}

  static boolean isRegistered(String name) {
    return StartMethodProvider.find(name).isPresent();
  }

  /**
   * The names of the usable methods, best first. Providers are asked from the best down, and only
   * as far as it takes: asking is cheap by contract, but not free.
   */
  static List<String> available() {
    return StartMethodProvider.all().stream()
        .filter(provider -> provider.availability().isAvailable())
        .sorted(Comparator.comparingInt(StartMethodProvider::preference).reversed())
        .map(StartMethodProvider::name)
        .toList();
  }

  static Optional<String> unavailabilityCause(String name) {
    return StartMethodProvider.find(name)
        .map(StartMethodProvider::availability)
        .orElseGet(() -> Availability.unavailable(missing(name)))
        .unavailabilityCause();
  }

  private static String missing(String name) {
    String module = name.equals("spawn") ? "pool-core" : "pool-posix";
    return "nothing on the class path provides it; add the module " + module;
  }
}
