package io.forkpool;

import java.io.Serializable;

/**
 * One {@code long} in {@linkplain SharedMemory shared memory}, with the operations of an atomic
 * variable. It has a block of its own, so a page of memory and a descriptor; for many of them take
 * a {@link SharedLongArray}. All operations are atomic and volatile, and throw {@link
 * ResourceClosedException} after it was closed. Thread-safe.
 *
 * <pre>{@code
 * try (SharedLong count = SharedLong.create(0)) {
 *   pool.map(n -> count.addAndGet(n), List.of(1, 2, 3));
 *   System.out.println(count.get()); // 6
 * }
 * }</pre>
 */
public interface SharedLong extends AutoCloseable, Serializable {

  /**
   * Makes a variable.
   *
   * @param value its first value
   * @return the new variable; to be closed
   * @throws SharedMemoryException if no memory can be had
   */
  static SharedLong create(long value) {
    SharedLongArray array = SharedLongArray.create(1);
    array.setVolatile(0, value);
    return new ElementAsSharedLong(array);
  }

  /**
   * Reads it.
   *
   * @return its value
   */
  long get();

  /**
   * Writes it.
   *
   * @param value its new value
   */
  void set(long value);

  /**
   * Writes it.
   *
   * @param value its new value
   * @return the value that it had
   */
  long getAndSet(long value);

  /**
   * Adds to it.
   *
   * @param delta what to add
   * @return the value that it had
   */
  long getAndAdd(long delta);

  /**
   * Adds to it.
   *
   * @param delta what to add
   * @return its new value
   */
  default long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Writes it if it has a certain value.
   *
   * @param expected the value it must have
   * @param value its new value
   * @return whether it had that, and now has the new one
   */
  boolean compareAndSet(long expected, long value);

  /** Ends this use of the memory, as {@link SharedMemory#close} does. */
  @Override
  void close();
}
