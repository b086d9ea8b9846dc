package io.forkpool.spi;

import io.forkpool.ChildProcess;
import io.forkpool.PoolException;
import java.util.List;

/** Makes processes. Registered for {@link java.util.ServiceLoader}. Thread-safe. */
public interface ProcessProvider {

  /**
   * Makes a process; does not start it.
   *
   * @param settings what the user asked for
   * @return a new process
   * @throws IllegalArgumentException if the start method cannot give it what is asked for
   */
  ChildProcess newProcess(ProcessSettings settings);

  /**
   * Lists the children of this process that live.
   *
   * @return those that were started and have not ended; immutable
   */
  List<ChildProcess> activeChildren();

  /**
   * Finds what makes processes.
   *
   * @return the first that is registered
   * @throws PoolException if none is
   */
  static ProcessProvider get() {
    return Providers.Processes.FIRST.orElseThrow(
        () -> new PoolException("no processes here: put pool-core on the class path"));
  }
}
