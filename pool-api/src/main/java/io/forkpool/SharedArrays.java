package io.forkpool;

import io.forkpool.spi.SharedMemoryProvider;

/** Makes arrays with a block of their own. */
final class SharedArrays {
  private SharedArrays() {}

  static <A extends SharedArray<A>> A create(long length, int elementBytes, Class<A> type) {
    if (length < 1) {
      throw new IllegalArgumentException("a shared array has at least one element, not " + length);
    }
    if (length > Long.MAX_VALUE / elementBytes) {
      throw new SharedMemoryException(
          SharedMemoryException.Reason.NO_ROOM,
          "no machine has memory for " + length + " elements of " + elementBytes + " bytes",
          null);
    }
    return SharedMemoryProvider.get().createArray(length * elementBytes, type);
  }

  /** The length of a buffer over all elements. */
  static int requireBuffer(long length, int elementBytes) {
    if (length * elementBytes > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "the array has "
              + length
              + " elements, more than a buffer can have; take parts of it: buffer(index, count)");
    }
    return (int) length;
  }
}
