package io.forkpool;

import java.util.concurrent.atomic.AtomicReference;

/** The process-wide default start method: set once at the most. */
final class DefaultStartMethod {
  private static final AtomicReference<StartMethod> CHOSEN = new AtomicReference<>();

  private DefaultStartMethod() {}

  static StartMethod get() {
    StartMethod chosen = CHOSEN.get();
    if (chosen != null) {
      return chosen;
    }
    return StartMethod.available().stream()
        .findFirst()
        .orElseThrow(
            () ->
                new StartMethodUnavailableException(
                    "no start method is usable here: put pool-core on the class path", null));
  }

  static void set(StartMethod method) {
    if (!CHOSEN.compareAndSet(null, method)) {
      throw new IllegalStateException(
          "the default start method was set before, to "
              + CHOSEN.get()
              + "; use Context.of("
              + method
              + ") for one that differs");
    }
  }
}
