package io.forkpool.spi;

import io.forkpool.SerializableRunnable;
import io.forkpool.StartMethod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user asked a process to be; {@link io.forkpool.ChildProcess.Builder} has checked each.
 * Immutable.
 *
 * @param startMethod how it comes to be
 * @param target what it runs
 * @param name its name; empty for one that the engine gives
 * @param daemon whether it ends with its parent; empty for as its parent
 * @param environment variables that are added to its parent's own
 * @param jvmArgs further JVM flags
 */
public record ProcessSettings(
    StartMethod startMethod,
    SerializableRunnable target,
    Optional<String> name,
    Optional<Boolean> daemon,
    Map<String, String> environment,
    List<String> jvmArgs) {

  /**
   * Checks and copies the components.
   *
   * @param startMethod how it comes to be
   * @param target what it runs
   * @param name its name; empty for one that the engine gives
   * @param daemon whether it ends with its parent; empty for as its parent
   * @param environment variables that are added to its parent's own
   * @param jvmArgs further JVM flags
   */
  public ProcessSettings {
    Objects.requireNonNull(startMethod, "startMethod");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(daemon, "daemon");
    environment = Map.copyOf(environment);
    jvmArgs = List.copyOf(jvmArgs);
  }
}
