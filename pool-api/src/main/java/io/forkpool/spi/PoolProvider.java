package io.forkpool.spi;

import io.forkpool.Pool;
import io.forkpool.PoolException;

/** An engine: makes pools. Registered for {@link java.util.ServiceLoader}. Thread-safe. */
public interface PoolProvider {

  /**
   * Makes a pool.
   *
   * @param settings what the user asked for
   * @return a new pool, whose workers are being started
   */
  Pool newPool(PoolSettings settings);

  /**
   * Finds the engine.
   *
   * @return the first that is registered
   * @throws PoolException if none is
   */
  static PoolProvider get() {
    return Providers.load(PoolProvider.class).stream()
        .findFirst()
        .orElseThrow(
            () -> new PoolException("no pool engine found: put pool-core on the class path"));
  }
}
