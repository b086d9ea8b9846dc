package io.forkpool.core.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How many things of a kind one process may use, and how many it has: one word of memory that it
 * shares with the process that grants them.
 *
 * <p>The upper half of the word is the limit, the lower half the number used. The user claims one
 * by compare-and-set, while there is one; the granter raises the limit, or takes back what is not
 * used by lowering it, by compare-and-set of the same word. Of a claim and a revocation that meet
 * exactly one wins, both sides know which, and a process that is stopped or killed holds up nobody.
 * Both numbers wrap: only differences count.
 *
 * <p>Thread-safe.
 */
public final class Tally {
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer words;
  private final int offset;

  Tally(ByteBuffer words, int offset) {
    this.words = words;
    this.offset = offset;
  }

  /**
   * Claims one: the user's side.
   *
   * @return whether there was one left
   */
  public boolean claim() {
    while (true) {
      long word = word();
      if (limitOf(word) - usedOf(word) <= 0) {
        return false;
      }
      if (WORD.compareAndSet(words, offset, word, pack(limitOf(word), usedOf(word) + 1))) {
        return true;
      }
    }
  }

  /**
   * Tells whether there is one left, at this moment: the user's side.
   *
   * @return whether {@link #claim} may succeed
   */
  public boolean hasLeft() {
    long word = word();
    return limitOf(word) - usedOf(word) > 0;
  }

  /**
   * Grants some more: the granter's side.
   *
   * @param count how many
   */
  public void grant(int count) {
    while (true) {
      long word = word();
      if (WORD.compareAndSet(words, offset, word, pack(limitOf(word) + count, usedOf(word)))) {
        return;
      }
    }
  }

  /**
   * Takes back what is not used: the granter's side. Then nothing can be claimed, but what is below
   * the floor.
   *
   * @param floor the least limit that is left; one that is not above the number used means nothing
   * @return the new limit
   */
  public int revoke(int floor) {
    while (true) {
      long word = word();
      int used = usedOf(word);
      int limit = floor - used > 0 ? floor : used;
      if (WORD.compareAndSet(words, offset, word, pack(limit, used))) {
        return limit;
      }
    }
  }

  /**
   * Tells how many were claimed.
   *
   * @return the number, which wraps
   */
  public int used() {
    return usedOf(word());
  }

  /**
   * Tells how many may be claimed in all.
   *
   * @return the number, which wraps
   */
  public int limit() {
    return limitOf(word());
  }

  private long word() {
    return (long) WORD.getVolatile(words, offset);
  }

  private static int limitOf(long word) {
    return (int) (word >>> Integer.SIZE);
  }

  private static int usedOf(long word) {
    return (int) word;
  }

  private static long pack(int limit, int used) {
    return (long) limit << Integer.SIZE | used & 0xffffffffL;
  }
}
