package io.forkpool.core.channel;

/**
 * Some bytes of an array that is not copied and must not change any more.
 *
 * @param array the array
 * @param from the first byte
 * @param to behind the last byte
 */
public record Slice(byte[] array, int from, int to) {
  /**
   * Tells how many bytes these are.
   *
   * @return the length
   */
  public int length() {
    return to - from;
  }
}
