package io.forkpool.core.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An order for items by way of memory: who looks there for a short while need not be woken, and who
 * delivers need not wake. One word, one order at a time.
 *
 * <pre>
 *            place                 accept              deliver
 *   nothing ───────▶ so many, > 0 ────────▶ ACCEPTED ──────────▶ so many, &lt; 0
 *      ▲                  │  withdraw, decline                        │ collect
 *      └──────────────────┴───────────────────────────────────────────┘
 * </pre>
 *
 * Of a withdrawal and an acceptance that meet exactly one wins. The owner accepts and delivers
 * within one call of it, so whatever it answers later finds the order delivered. An order that
 * nobody looks at any more does no harm: what is delivered can be taken back.
 */
public final class Order {
  private static final long NOTHING = 0;
  private static final long ACCEPTED = Long.MIN_VALUE;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer words;
  private final int offset;

  Order(ByteBuffer words, int offset) {
    this.words = words;
    this.offset = offset;
  }

  /**
   * Orders, when nothing that was ordered before is left in the tray: the user's side. Does nothing
   * if there is an order, in whatever state.
   *
   * @param most how many items at most, more than 0
   */
  public void place(int most) {
    WORD.compareAndSet(words, offset, NOTHING, (long) most);
  }

  /** Forgets the order, whatever its state, when the owner has answered since: the user's side. */
  public void reset() {
    WORD.setVolatile(words, offset, NOTHING);
  }

  /** Takes an order back that was not accepted: the user's side. */
  public void withdraw() {
    long word = word();
    if (word > 0) {
      WORD.compareAndSet(words, offset, word, NOTHING); // else it is accepted: see collect
    }
  }

  /**
   * Learns whether it was delivered, once: the user's side.
   *
   * @return how many items lie in the tray, or did before they were taken back; 0 if it was not
   */
  public int collect() {
    long word = word();
    if (word >= 0 || word == ACCEPTED) {
      return 0;
    }
    reset();
    return word < -Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) -word;
  }

  /**
   * Tells how many items are ordered: either side.
   *
   * @return the number; 0 if there is no order, or it was accepted
   */
  public int placed() {
    return (int) Math.max(NOTHING, Math.min(Integer.MAX_VALUE, word()));
  }

  /**
   * Accepts an order: the owner's side, which then calls {@link #deliver}.
   *
   * @return whether there still is one
   */
  public boolean accept() {
    long word = word();
    return word > 0 && WORD.compareAndSet(words, offset, word, ACCEPTED);
  }

  /**
   * The items are there: the owner's side.
   *
   * @param count how many; 0 if there will be none
   */
  public void deliver(int count) {
    WORD.setVolatile(words, offset, (long) -count);
  }

  private long word() {
    return (long) WORD.getVolatile(words, offset);
  }
}
