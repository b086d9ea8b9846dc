package io.forkpool;

import java.nio.LongBuffer;
import java.util.stream.LongStream;

/**
 * An array of 64-bit integers in {@linkplain SharedMemory shared memory}.
 *
 * <p>{@link #get} and {@link #set} are plain, as with a {@code long[]}; the others say what they
 * are. Every method but {@link #length} throws {@link ResourceClosedException} after the array was
 * closed, and {@link IndexOutOfBoundsException} for an index that is not within it.
 */
public interface SharedLongArray extends SharedArray<SharedLongArray> {

  /**
   * Makes an array in a block of its own, all zero.
   *
   * @param length the number of elements, at least 1
   * @return the new array; to be closed
   * @throws IllegalArgumentException if {@code length} is not positive
   * @throws SharedMemoryException if there is not as much memory, or none can be had here
   */
  static SharedLongArray create(long length) {
    return SharedArrays.create(length, Long.BYTES, SharedLongArray.class);
  }

  /**
   * Reads an element.
   *
   * @param index which one
   * @return its value
   */
  long get(long index);

  /**
   * Writes an element.
   *
   * @param index which one
   * @param value its new value
   */
  void set(long index, long value);

  /**
   * Reads an element as if it was volatile.
   *
   * @param index which one
   * @return its value
   */
  long getVolatile(long index);

  /**
   * Writes an element as if it was volatile.
   *
   * @param index which one
   * @param value its new value
   */
  void setVolatile(long index, long value);

  /**
   * Writes an element atomically.
   *
   * @param index which one
   * @param value its new value
   * @return the value that it had
   */
  long getAndSet(long index, long value);

  /**
   * Adds to an element atomically.
   *
   * @param index which one
   * @param delta what to add
   * @return the value that it had
   */
  long getAndAdd(long index, long delta);

  /**
   * Writes an element atomically, if it has a certain value.
   *
   * @param index which one
   * @param expected the value it must have
   * @param value its new value
   * @return whether it had that, and now has the new one
   */
  boolean compareAndSet(long index, long expected, long value);

  /**
   * Copies elements out of this array.
   *
   * @param index the first one
   * @param target where they go
   * @param offset the place of the first one there
   * @param count how many
   */
  void read(long index, long[] target, int offset, int count);

  /**
   * Copies elements into this array.
   *
   * @param index where the first one goes
   * @param source where they come from
   * @param offset the place of the first one there
   * @param count how many
   */
  void write(long index, long[] source, int offset, int count);

  /**
   * Gives some elements as a buffer: for loops that are to be as fast as over a {@code long[]}, and
   * for what takes buffers. It ends as {@link SharedMemory#buffer(long, int)} does.
   *
   * @param index the first one
   * @param count how many
   * @return a new buffer
   */
  LongBuffer buffer(long index, int count);

  /**
   * Gives all elements as a buffer.
   *
   * @return a new buffer
   * @throws IllegalStateException if the array takes more than 2 GiB less a byte
   */
  default LongBuffer buffer() {
    return buffer(0, SharedArrays.requireBuffer(length(), Long.BYTES));
  }

  /**
   * Gives the elements one by one, as they are when they are met.
   *
   * @return a stream of them, which may be made parallel
   */
  default LongStream stream() {
    return LongStream.range(0, length()).map(this::get);
  }
}
