package io.forkpool.core.queue;

import io.forkpool.OwnerLostException;
import io.forkpool.core.broker.Port;
import io.forkpool.core.channel.Ledger;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Ring;
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

  /** From here on to send an item takes longer than to have the ring emptied for it. */
  private static final int LONG_ITEM = 32 << 10;

  private final Port port;
  private final long resource;
  private final int dataBytes;
  private final Prefetched prefetched = new Prefetched();

  /** Held while joining. */
  private final ReentrantLock joining = new ReentrantLock();

  /** Held while the ring is written to. */
  private final ReentrantLock pushing = new ReentrantLock();

  private final RoomWait roomWait = new RoomWait();

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

  /**
   * Puts an item to a place that was granted.
   *
   * @param nanos how long this may take; what is in the memory may just be read
   * @return false if there is no place
   */
  boolean push(Payload item, long nanos) {
    Joined now = joined;
    if (now == null) {
      return false;
    }
    pushing.lock();
    try {
      if (!hasRoom(now.ledger, item.length(), nanos) || !now.ledger.puts().claim()) {
        return false;
      }
      now.ledger.ring().write(item);
    } finally {
      pushing.unlock();
    }
    tellIfWatched(now);
    return true;
  }

  /** With the lock. */
  private boolean hasRoom(Ledger ledger, long length, long nanos) {
    Ring ring = ledger.ring();
    if (ring.hasRoom(length)) {
      return true;
    }
    if (!ring.mayFit(length) || !ledger.puts().hasLeft()) {
      return false;
    }
    if (roomWait.await(ledger, length, nanos)) {
      return true;
    }
    if (length >= LONG_ITEM) {
      port.ask(resource, QueueCall.SIZE.message()).awaitUninterruptibly(); // empties the rings
    }
    return ring.hasRoom(length);
  }

  /** Hands out an item that was sent ahead; null if there is none. */
  byte[] next() {
    Joined now = joined;
    return now == null ? null : handedOut(now, prefetched.next(now.ledger));
  }

  /**
   * Orders items without a request, and looks for them for a short while.
   *
   * @param most how many at most
   * @param nanos how long this may take
   * @return the first; null if none came, and none will without a request
   */
  byte[] order(int most, long nanos, Patience patience) {
    Joined now = joined;
    long longest = Math.min(nanos, patience.nanos());
    if (now == null || longest == 0) {
      return null;
    }
    prefetched.order(most, now.ledger);
    byte[] item = look(now, longest, patience);
    if (item != null) {
      patience.paid();
      return item;
    }
    patience.wasted();
    return null;
  }

  /**
   * If there are items that nobody was sent, a hint brings the order there sooner than a request.
   */
  private byte[] look(Joined now, long longest, Patience patience) {
    long begun = System.nanoTime();
    boolean hinted = false;
    while (true) {
      byte[] item = next();
      long waited = System.nanoTime() - begun;
      if (item != null || waited >= longest) {
        return item;
      }
      if (!hinted && waited >= patience.nanosOfStock() && now.ledger.isStocked()) {
        hinted = true;
        tell();
      }
      Thread.yield();
    }
  }

  /** Takes the order back, before the owner is asked; hands out an item that was delivered. */
  byte[] endOrder() {
    Joined now = joined;
    return now == null ? null : handedOut(now, prefetched.endOrder(now.ledger));
  }

  /** The owner has answered a request since {@link #endOrder}. */
  void forgetOrder() {
    Joined now = joined;
    if (now != null) {
      prefetched.forgetOrder(now.ledger);
    }
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
