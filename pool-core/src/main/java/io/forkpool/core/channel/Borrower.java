package io.forkpool.core.channel;

/**
 * A stream of bytes that may keep an array by reference instead of copying it. Only what is lent to
 * it by {@link #borrow}: as of any stream, what was given to {@code write} may be changed as soon
 * as that returns, and encoders do, which fill one block again and again.
 */
public interface Borrower {

  /**
   * Writes bytes of an array that nobody changes before they are sent.
   *
   * @param array the array
   * @param offset where the bytes begin
   * @param length how many there are
   */
  void borrow(byte[] array, int offset, int length);
}
