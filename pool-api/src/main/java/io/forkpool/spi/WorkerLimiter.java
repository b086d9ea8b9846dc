package io.forkpool.spi;

import io.forkpool.WorkerLimits;
import java.io.IOException;
import java.util.Optional;

/**
 * Has the kernel enforce limits of other processes. Registered for {@link java.util.ServiceLoader}.
 * Thread-safe. None of it concerns {@link WorkerLimits#memory}.
 */
public interface WorkerLimiter {

  /**
   * Tells whether limits can be set in this JVM. Loads no native code.
   *
   * @return the availability, with its cause
   */
  Availability availability();

  /**
   * Checks whether this machine and this process permit some limits. Has no effect on the calling
   * thread.
   *
   * @param limits the limits
   * @throws IllegalArgumentException if they do not; the message says which, and what is permitted
   * @throws IOException if that cannot be found out
   */
  void check(WorkerLimits limits) throws IOException;

  /**
   * Sets limits of a process of this user, and of all its threads, also of those that it starts
   * meanwhile. Does nothing if the process has ended.
   *
   * @param pid the process
   * @param limits its limits, checked before
   * @throws IOException if the kernel refuses one
   */
  void apply(long pid, WorkerLimits limits) throws IOException;

  /**
   * Finds the limiter.
   *
   * @return the first that is registered; empty if none is
   */
  static Optional<WorkerLimiter> find() {
    return Providers.load(WorkerLimiter.class).stream().findFirst();
  }
}
