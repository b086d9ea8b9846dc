package io.forkpool.spi;

import io.forkpool.PoolException;
import io.forkpool.SharedArray;
import io.forkpool.SharedMemory;

/**
 * Makes {@link SharedMemory}, whose documentation says what the methods do and throw. Registered
 * for {@link java.util.ServiceLoader}. Thread-safe.
 */
public interface SharedMemoryProvider {

  /**
   * Makes a block.
   *
   * @param bytes its size
   * @return the block
   */
  SharedMemory create(long bytes);

  /**
   * Makes a block with a name.
   *
   * @param name its name, not null
   * @param bytes its size
   * @return the block
   */
  SharedMemory create(String name, long bytes);

  /**
   * Makes an array that owns its block: closing the array closes that.
   *
   * @param <A> the type of array
   * @param bytes the size of the block
   * @param type the type of array
   * @return the array
   * @throws IllegalArgumentException if there are no such arrays
   */
  <A extends SharedArray<A>> A createArray(long bytes, Class<A> type);

  /**
   * Opens a block.
   *
   * @param name its name, not null
   * @return the block
   */
  SharedMemory open(String name);

  /**
   * Finds what makes shared memory.
   *
   * @return the first that is registered
   * @throws PoolException if none is
   */
  static SharedMemoryProvider get() {
    return Providers.load(SharedMemoryProvider.class).stream()
        .findFirst()
        .orElseThrow(
            () -> new PoolException("no shared memory found: put pool-core on the class path"));
  }
}
