package io.forkpool;

import io.forkpool.spi.CurrentProcess;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The process-wide default start method: that by which this process came to be, if it is a child;
 * else what was set, once at the most.
 */
final class DefaultStartMethod {
  private static final AtomicReference<StartMethod> CHOSEN = new AtomicReference<>();

  private DefaultStartMethod() {}

  static StartMethod get() {
    Optional<StartMethod> inherited = inherited();
    if (inherited.isPresent()) {
      return inherited.get();
    }
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

  private static Optional<StartMethod> inherited() {
    return CurrentProcess.identity().map(ProcessIdentity::startMethod);
  }

  static void set(StartMethod method) {
    if (inherited().isPresent()) {
      throw new IllegalStateException(
          "the default start method of a child is the one that it was started by, "
              + inherited().get()
              + "; use Context.of("
              + method
              + ") for one that differs");
    }
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
