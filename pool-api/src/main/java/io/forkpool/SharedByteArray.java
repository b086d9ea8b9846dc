package io.forkpool;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * An array of bytes in {@linkplain SharedMemory shared memory}: for images and the like, of which
 * each worker gets a {@linkplain #slices part}.
 *
 * <pre>{@code
 * try (SharedByteArray image = SharedByteArray.create(width * height * 3L)) {
 *   // ... fill it
 *   pool.map(rows -> blur(rows.buffer()), image.slices(64));
 * }
 * }</pre>
 *
 * <p>{@link #get} and {@link #set} are plain, as with a {@code byte[]}. There are no atomic
 * operations on bytes: take a {@link SharedIntArray} for those. Every method but {@link #length}
 * throws {@link ResourceClosedException} after the array was closed, and {@link
 * IndexOutOfBoundsException} for an index that is not within it.
 */
public interface SharedByteArray extends SharedArray<SharedByteArray> {

  /**
   * Makes an array in a block of its own, all zero.
   *
   * @param length the number of elements, at least 1
   * @return the new array; to be closed
   * @throws IllegalArgumentException if {@code length} is not positive
   * @throws SharedMemoryException if there is not as much memory, or none can be had here
   */
  static SharedByteArray create(long length) {
    return SharedArrays.create(length, Byte.BYTES, SharedByteArray.class);
  }

  /**
   * Reads an element.
   *
   * @param index which one
   * @return its value
   */
  byte get(long index);

  /**
   * Writes an element.
   *
   * @param index which one
   * @param value its new value
   */
  void set(long index, byte value);

  /**
   * Copies elements out of this array.
   *
   * @param index the first one
   * @param target where they go
   * @param offset the place of the first one there
   * @param count how many
   */
  void read(long index, byte[] target, int offset, int count);

  /**
   * Copies elements into this array.
   *
   * @param index where the first one goes
   * @param source where they come from
   * @param offset the place of the first one there
   * @param count how many
   */
  void write(long index, byte[] source, int offset, int count);

  /**
   * Gives some elements as a buffer: for loops that are to be as fast as over a {@code byte[]}, and
   * for what takes buffers. In the processor's byte order; it ends as {@link
   * SharedMemory#buffer(long, int)} does.
   *
   * @param index the first one
   * @param count how many
   * @return a new buffer
   */
  ByteBuffer buffer(long index, int count);

  /**
   * Gives all elements as a buffer.
   *
   * @return a new buffer
   * @throws IllegalStateException if the array takes more than 2 GiB less a byte
   */
  default ByteBuffer buffer() {
    return buffer(0, SharedArrays.requireBuffer(length(), Byte.BYTES));
  }

  /**
   * Gives the elements one by one, as they are when they are met.
   *
   * @return a stream of them, each from -128 to 127, which may be made parallel
   */
  default IntStream stream() {
    return LongStream.range(0, length()).mapToInt(this::get);
  }
}
