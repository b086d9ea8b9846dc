package io.forkpool.core.process;

import io.forkpool.ChildProcess;
import io.forkpool.StartMethodUnavailableException;
import io.forkpool.core.child.Self;
import io.forkpool.spi.ProcessProvider;
import io.forkpool.spi.ProcessSettings;
import io.forkpool.spi.StartMethodProvider;
import java.util.List;

/** Makes processes. */
public final class DefaultProcessProvider implements ProcessProvider {
  /** Public for {@link java.util.ServiceLoader}. */
  public DefaultProcessProvider() {}

  @Override
  public ChildProcess newProcess(ProcessSettings settings) {
    StartMethodProvider method =
        StartMethodProvider.find(settings.startMethod().toString())
            .orElseThrow(
                () ->
                    new StartMethodUnavailableException(
                        "nothing provides " + settings.startMethod(), null));
    if (method.sharesMemory()) {
      requireNone(settings, "flags", settings.jvmArgs().isEmpty() ? null : settings.jvmArgs());
      requireNone(
          settings,
          "an environment",
          settings.environment().isEmpty() ? null : settings.environment());
    }
    if (Self.daemon() && !settings.daemon().orElse(true)) {
      throw new IllegalArgumentException(
          "what a daemonic process starts ends with it: leave daemon(false) out, or do not make "
              + Self.name()
              + " a daemon");
    }
    return new StartableProcess(settings, method, Children.ofThisProcess());
  }

  private static void requireNone(ProcessSettings settings, String what, Object given) {
    if (given != null) {
      throw new IllegalArgumentException(
          settings.startMethod()
              + " copies this JVM, so the process cannot have "
              + what
              + " of its own: "
              + given
              + "; leave them out, or use spawn or forkserver");
    }
  }

  @Override
  public List<ChildProcess> activeChildren() {
    return Children.ofThisProcess().alive();
  }
}
