package io.forkpool.spi;

import io.forkpool.ParentProcess;
import io.forkpool.ProcessIdentity;
import java.util.Optional;

/**
 * Which child this process is, if it is one: the program that it runs says so here, {@link
 * io.forkpool.ChildProcess} asks. Thread-safe.
 */
public final class CurrentProcess {
  private static volatile Entered entered;

  private record Entered(ProcessIdentity identity, ParentProcess parent) {}

  private CurrentProcess() {}

  /**
   * A child begins.
   *
   * @param identity who it is
   * @param parent who has started it
   */
  public static void enter(ProcessIdentity identity, ParentProcess parent) {
    entered = new Entered(identity, parent);
  }

  /** Loads and links what {@link #enter} needs, without an effect. For a process that is copied. */
  public static void rehearse() {
    new Entered(null, null);
    own();
  }

  /**
   * Tells which child this process is.
   *
   * @return its identity; empty if it is none of an engine's, or a copy of one
   */
  public static Optional<ProcessIdentity> identity() {
    return own().map(Entered::identity);
  }

  /**
   * Gives the process that has started this one.
   *
   * @return the parent; empty if this is no child of an engine's
   */
  public static Optional<ParentProcess> parent() {
    return own().map(Entered::parent);
  }

  /** A copy of a child has its memory, and is another process. */
  private static Optional<Entered> own() {
    Entered now = entered;
    return now != null && now.identity.pid() == ThisProcess.pid()
        ? Optional.of(now)
        : Optional.empty();
  }
}
