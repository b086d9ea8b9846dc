package io.forkpool.core.queue;

import io.forkpool.core.channel.Ledger;

/**
 * Items that were sent to this process ahead. Each is claimed before it is handed out; when that
 * fails, the owner has taken all of them back. Only an empty one is filled, by the one thread that
 * asks, so that a claim is always for the first item here. Thread-safe.
 */
final class Prefetched {
  private int left;

  /** Hands the next one out; null if there is none, or none any more. */
  synchronized byte[] next(Ledger ledger) {
    if (left == 0) {
      return null;
    }
    if (!ledger.takes().claim()) {
      left = 0;
      return null;
    }
    left--;
    return ledger.tray().pick();
  }

  /** Takes the items of an answer in; hands out the first, which nobody takes back. */
  synchronized byte[] fill(int count, Ledger ledger) {
    ledger.tray().begin();
    left = count;
    return next(ledger);
  }
}
