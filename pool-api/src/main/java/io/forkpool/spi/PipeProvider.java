package io.forkpool.spi;

import io.forkpool.Pipe;
import io.forkpool.PoolException;

/** Makes pipes. Registered for {@link java.util.ServiceLoader}. Thread-safe. */
public interface PipeProvider {

  /**
   * Makes a pipe that belongs to this process, which has both ends open.
   *
   * @param twoWay whether both ends send and receive; else the first receives and the second sends
   * @return a new pipe
   */
  Pipe newPipe(boolean twoWay);

  /**
   * Finds the provider.
   *
   * @return the first that is registered
   * @throws PoolException if none is
   */
  static PipeProvider get() {
    return Providers.load(PipeProvider.class).stream()
        .findFirst()
        .orElseThrow(() -> new PoolException("no pipes found: put pool-core on the class path"));
  }
}
