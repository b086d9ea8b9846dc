package io.forkpool.spi;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A start method: makes child processes. Registered for {@link java.util.ServiceLoader}.
 * Thread-safe.
 */
public interface StartMethodProvider {

  /**
   * The name that users ask for.
   *
   * @return the name, for instance {@code spawn}
   */
  String name();

  /**
   * Tells whether this method can be used in this JVM. Must not have effects, load native code that
   * costs more than a millisecond, or crash.
   *
   * @return the availability, with its cause
   */
  Availability availability();

  /**
   * Ranks this method among those usable: the highest is the default.
   *
   * @return the rank; {@code spawn} has 0
   */
  int preference();

  /**
   * Tells whether a child begins as a copy of this JVM, so that nothing needs to be serialized for
   * it. Such a method is given {@link ChildEntry.Live} entries, any other {@link ChildEntry.Named}
   * ones.
   *
   * @return true if children share this JVM's memory
   */
  boolean sharesMemory();

  /**
   * Starts a child. Returns when the process exists; it may not have begun to run its entry. Where
   * that may take long, an interrupt ends the wait, with an {@link java.io.InterruptedIOException}.
   *
   * @param request what to start
   * @return the handle of the new process; the caller ends it
   * @throws IOException if the process cannot be made; nothing is left behind then
   */
  ChildHandle start(ChildRequest request) throws IOException;

  /**
   * Lists what is registered.
   *
   * @return all providers; immutable
   */
  static List<StartMethodProvider> all() {
    return Providers.START_METHODS;
  }

  /**
   * Finds a provider.
   *
   * @param name the name of a start method
   * @return its provider; empty if none is registered
   */
  static Optional<StartMethodProvider> find(String name) {
    return all().stream().filter(provider -> provider.name().equals(name)).findFirst();
  }
}
