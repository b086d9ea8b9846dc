package io.forkpool;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a child process comes to be. A name; what it stands for is registered as a {@link
 * io.forkpool.spi.StartMethodProvider}. Immutable and thread-safe; two of the same name are equal.
 */
public final class StartMethod {
  /** A fresh JVM. Inherits nothing but class path and flags; works everywhere. */
  public static final StartMethod SPAWN = new StartMethod("spawn");

  /** A copy of this JVM with all its memory. Linux, with pool-posix on the class path. */
  public static final StartMethod FORK = new StartMethod("fork");

  /** A copy of a clean, preloaded JVM. Linux, with pool-posix on the class path. */
  public static final StartMethod FORKSERVER = new StartMethod("forkserver");

  private final String name;

  private StartMethod(String name) {
    this.name = name;
  }

  /**
   * Finds a start method by its name.
   *
   * @param name {@code spawn}, {@code fork}, {@code forkserver}, or that of a registered provider
   * @return the start method; it may still be unavailable here
   * @throws StartMethodUnavailableException if there is no such start method; the message lists
   *     those that can be used here
   */
  public static StartMethod of(String name) {
    Objects.requireNonNull(name, "name");
    StartMethod method = new StartMethod(name);
    if (List.of(SPAWN, FORK, FORKSERVER).contains(method) || StartMethods.isRegistered(name)) {
      return method;
    }
    throw new StartMethodUnavailableException(
        "there is no start method '" + name + "'; usable here: " + available(), null);
  }

  /**
   * Lists what can be used here.
   *
   * @return the usable start methods, the one that {@link #getDefault()} picks first; immutable
   */
  public static List<StartMethod> available() {
    return StartMethods.available().stream().map(StartMethod::new).toList();
  }

  /**
   * Tells why this start method cannot be used here.
   *
   * @return the reason and what to do about it; empty if it can be used
   */
  public Optional<String> unavailabilityCause() {
    return StartMethods.unavailabilityCause(name);
  }

  /**
   * Tells which start method pools and processes have that do not name one: what {@link
   * #setDefault} set, else the best that is usable here ({@code forkserver}, else {@code spawn}).
   * In a child process it is the one by which the child was started.
   *
   * @return the default start method, never null
   * @throws StartMethodUnavailableException if none is usable: pool-core is not on the class path
   */
  public static StartMethod getDefault() {
    return DefaultStartMethod.get();
  }

  /**
   * Sets the start method of pools that do not name one, for the rest of this JVM's life. To be
   * called once, by the program, not by libraries: those use {@link Context#of}.
   *
   * @param method the start method
   * @throws IllegalStateException if the default was set before, or this is a child process
   * @throws StartMethodUnavailableException if the method cannot be used here
   */
  public static void setDefault(StartMethod method) {
    method.requireAvailable();
    DefaultStartMethod.set(method);
  }

  /**
   * Throws, with the cause and what is usable instead, unless this start method can be used here.
   */
  void requireAvailable() {
    unavailabilityCause()
        .ifPresent(
            cause -> {
              throw new StartMethodUnavailableException(
                  name + " is unavailable: " + cause + "; usable here: " + available(), null);
            });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StartMethod that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
