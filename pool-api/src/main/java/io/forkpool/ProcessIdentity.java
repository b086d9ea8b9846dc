package io.forkpool;

import java.util.Objects;

/**
 * Who a child process is: what it knows of itself. Immutable.
 *
 * @param name its name, for instance {@code Process-1}
 * @param pid its process id
 * @param daemon whether it ends when its parent does
 * @param startMethod how it came to be; also its {@linkplain StartMethod#getDefault() default}
 */
public record ProcessIdentity(String name, long pid, boolean daemon, StartMethod startMethod) {
  /**
   * Checks the components.
   *
   * @param name its name, for instance {@code Process-1}
   * @param pid its process id
   * @param daemon whether it ends when its parent does
   * @param startMethod how it came to be; also its {@linkplain StartMethod#getDefault() default}
   */
  public ProcessIdentity {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(startMethod, "startMethod");
  }
}
