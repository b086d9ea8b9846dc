package io.forkpool;

import java.io.Serializable;
import java.util.List;

/**
 * What the arrays in {@linkplain SharedMemory shared memory} have in common. An array goes to a
 * worker as a handle, whatever its length; so {@code map} over {@link #slices} copies nothing.
 *
 * <p>Thread-safe as far as an array is.
 *
 * @param <A> the type of array
 */
public interface SharedArray<A extends SharedArray<A>> extends AutoCloseable, Serializable {

  /**
   * Tells how many elements there are; also after it was closed.
   *
   * @return the number
   */
  long length();

  /**
   * Looks at a part: its element 0 is this array's element {@code from}. It ends with this array;
   * where it arrives by a handle, it is one of its own.
   *
   * @param from the first element
   * @param to the element behind the last one
   * @return the part
   * @throws IndexOutOfBoundsException if that is not within the array
   */
  A slice(long from, long to);

  /**
   * Cuts the array into parts of equal length, which differ by one at the most.
   *
   * @param count how many, at least 1; parts are empty if there are more of them than elements
   * @return the parts in their order
   * @throws IllegalArgumentException if {@code count} is not positive
   */
  List<A> slices(int count);

  /**
   * Gives the memory that the array lies in. For an array that was made by {@code create}, or came
   * by a handle, it is that array's own.
   *
   * @return the memory, of which a slice may be a part
   */
  SharedMemory memory();

  /**
   * Ends this use of the memory, with all slices of this array, as {@link SharedMemory#close} does.
   * An array that is a view, of a {@link SharedMemory} or of another array, ends with that: closing
   * it has no effect.
   */
  @Override
  void close();
}
