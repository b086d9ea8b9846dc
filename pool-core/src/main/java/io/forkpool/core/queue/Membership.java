package io.forkpool.core.queue;

import io.forkpool.OwnerLostException;
import io.forkpool.core.broker.Port;
import io.forkpool.core.channel.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The account of a process that uses a queue much: with it items are sent ahead, and puts need not
 * be answered. A process that cannot get one, for instance because its temporary directory is full,
 * does without. Thread-safe.
 */
final class Membership {
  /** The data of an account that puts. */
  static final int RING_BYTES = 4 << 20;

  /** The data of an account that takes: the longest answer with its lengths. */
  static final int TRAY_BYTES = (int) Account.MOST_BYTES + (64 << 10);

  private final Port port;
  private final long resource;
  private final int dataBytes;
  private final Prefetched prefetched = new Prefetched();

  /** Held while joining. */
  private final ReentrantLock joining = new ReentrantLock();

  /** Held while the ring is written to. */
  private final ReentrantLock pushing = new ReentrantLock();

  private volatile Joined joined;
  private volatile boolean refused;

  private record Joined(long account, Ledger ledger) {}

  /**
   * Describes an account that is not open yet.
   *
   * @param dataBytes of its ledger
   */
  Membership(Port port, long resource, int dataBytes) {
    this.port = port;
    this.resource = resource;
    this.dataBytes = dataBytes;
  }

  /** The number of the account; 0 without one. */
  long account() {
    Joined now = joined;
    return now == null ? 0 : now.account;
  }

  /** Gets an account if there is none yet; returns its number, or 0. */
  long join() {
    if (joined == null && !refused) {
      joining.lock();
      try {
        if (joined == null && !refused) {
          attach();
        }
      } finally {
        joining.unlock();
      }
    }
    return account();
  }

  private void attach() {
    refused = true;
    try (Ledger.Draft draft = Ledger.create(dataBytes)) {
      byte[] path = draft.file().toString().getBytes(StandardCharsets.UTF_8);
      long account =
          port.ask(resource, QueueCall.ATTACH.message(0, 0, path)).awaitUninterruptibly().first();
      if (account != 0) {
        joined = new Joined(account, draft.ledger());
        refused = false;
      }
    } catch (IOException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, "a queue is used without a ledger", e);
    }
  }

  /** Puts an item to a place that was granted; returns false if there is none. */
  boolean push(byte[] item) {
    Joined now = joined;
    if (now == null) {
      return false;
    }
    pushing.lock();
    try {
      if (!now.ledger.ring().hasRoom(item.length) || !now.ledger.puts().claim()) {
        return false;
      }
      now.ledger.ring().write(item);
    } finally {
      pushing.unlock();
    }
    tellIfWatched(now);
    return true;
  }

  /** Hands out an item that was sent ahead; null if there is none. */
  byte[] next() {
    Joined now = joined;
    return now == null ? null : handedOut(now, prefetched.next(now.ledger));
  }

  /** Takes in the items that came as an answer to this account; hands out the first. */
  byte[] fill(int count) {
    Joined now = joined;
    return handedOut(now, prefetched.fill(count, now.ledger));
  }

  /** Hands out the one item that came as an answer to this account. */
  byte[] claim(byte[] only) {
    Joined now = joined;
    if (!now.ledger.takes().claim()) {
      throw new IllegalStateException("the owner of a queue took back what it had answered");
    }
    tell(); // so that it need not keep the item for us: it was too large for the tray
    return only;
  }

  private byte[] handedOut(Joined now, byte[] item) {
    if (item != null) {
      tellIfWatched(now);
    }
    return item;
  }

  private void tellIfWatched(Joined now) {
    if (now.ledger.isWatched()) {
      tell();
    }
  }

  private void tell() {
    try {
      port.tell(resource, QueueCall.NEWS.message());
    } catch (OwnerLostException e) {
      return; // what was put or taken was so before that; the next call will say what has happened
    }
  }
}
