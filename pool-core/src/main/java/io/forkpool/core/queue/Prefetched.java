package io.forkpool.core.queue;

import io.forkpool.core.channel.Ledger;

/**
 * Items that were sent to this process ahead. Each is claimed before it is handed out; when that
 * fails, the owner has taken all of them back. Only an empty one is filled, by an answer to the one
 * thread that asks or by an order, so that a claim is always for the first item here.
 *
 * <p>An order is placed only when nothing is left here, and {@linkplain #endOrder taken back}
 * before the owner is asked: so the tray is never filled while it is read, and never by two ways at
 * once. Thread-safe.
 */
final class Prefetched {
  private int left;

  /** How many items to order as soon as there are none left; 0 for no order. */
  private int standing;

  /** Hands the next one out; null if there is none, or none any more. */
  synchronized byte[] next(Ledger ledger) {
    if (left == 0) {
      collect(ledger);
      if (left == 0) {
        return null;
      }
    }
    if (!ledger.takes().claim()) {
      left = 0;
      return null;
    }
    left--;
    byte[] item = ledger.tray().pick(SpareArrays::take);
    if (left == 0 && standing > 0) {
      ledger.order().place(standing);
    }
    return item;
  }

  /** Orders, now and whenever nothing is left, until {@link #endOrder}. */
  synchronized void order(int most, Ledger ledger) {
    standing = most;
    if (left == 0) {
      ledger.order().place(most);
    }
  }

  /**
   * Takes the order back: from now on the owner may be asked. Hands out an item that was delivered
   * before; null if there is none.
   */
  synchronized byte[] endOrder(Ledger ledger) {
    ledger.order().withdraw();
    if (left == 0) {
      collect(ledger);
    }
    standing = 0;
    return next(ledger);
  }

  /** The owner has answered a request: what it was just about to deliver, it has taken back. */
  synchronized void forgetOrder(Ledger ledger) {
    ledger.order().reset();
  }

  /** While the owner is asked there is no order; what it answers must not be taken for one. */
  private void collect(Ledger ledger) {
    if (standing > 0) {
      left = ledger.order().collect();
      ledger.tray().begin();
    }
  }

  /** Takes the items of an answer in; hands out the first, which nobody takes back. */
  synchronized byte[] fill(int count, Ledger ledger) {
    ledger.tray().begin();
    left = count;
    return next(ledger);
  }
}
