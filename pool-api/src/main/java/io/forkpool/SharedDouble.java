package io.forkpool;

import java.io.Serializable;

/**
 * One {@code double} in {@linkplain SharedMemory shared memory}, with the operations of an atomic
 * variable. It has a block of its own, so a page of memory and a descriptor; for many of them take
 * a {@link SharedDoubleArray}. All operations are atomic and volatile, and throw {@link
 * ResourceClosedException} after it was closed. Thread-safe.
 *
 * <pre>{@code
 * try (SharedDouble total = SharedDouble.create(0.0)) {
 *   pool.map(n -> total.addAndGet(n), List.of(1, 2, 3));
 *   System.out.println(total.get()); // 6.0
 * }
 * }</pre>
 */
public interface SharedDouble extends AutoCloseable, Serializable {

  /**
   * Makes a variable.
   *
   * @param value its first value
   * @return the new variable; to be closed
   * @throws SharedMemoryException if no memory can be had
   */
  static SharedDouble create(double value) {
    SharedDoubleArray array = SharedDoubleArray.create(1);
    array.setVolatile(0, value);
    return new ElementAsSharedDouble(array);
  }

  /**
   * Reads it.
   *
   * @return its value
   */
  double get();

  /**
   * Writes it.
   *
   * @param value its new value
   */
  void set(double value);

  /**
   * Writes it.
   *
   * @param value its new value
   * @return the value that it had
   */
  double getAndSet(double value);

  /**
   * Adds to it.
   *
   * @param delta what to add
   * @return the value that it had
   */
  double getAndAdd(double delta);

  /**
   * Adds to it.
   *
   * @param delta what to add
   * @return its new value
   */
  default double addAndGet(double delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Writes it if it has a certain value.
   *
   * @param expected the value it must have
   * @param value its new value
   * @return whether it had that, and now has the new one
   */
  boolean compareAndSet(double expected, double value);

  /** Ends this use of the memory, as {@link SharedMemory#close} does. */
  @Override
  void close();
}
