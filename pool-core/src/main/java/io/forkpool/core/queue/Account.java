package io.forkpool.core.queue;

import io.forkpool.core.broker.Session;
import io.forkpool.core.channel.Ledger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the queue knows of one process that has a {@link Ledger}: which items it was sent and may
 * hand out without asking, and how many places it was granted and may put to without asking. Either
 * can be taken back at any moment, but for what it has used.
 *
 * <p>The first item of each answer cannot be taken back while the process lives: its thread waits
 * for that one. Without this, two consumers could take the same item from each other for ever, each
 * before it arrives.
 */
final class Account {
  /** How many items are sent ahead at most. */
  static final int MOST_ITEMS = 256;

  /** How many bytes an answer has at most, if it has several items; fits into a tray. */
  static final long MOST_BYTES = 1 << 20;

  private static final int GROWTH = 4;

  private final Session session;
  private final Ledger ledger;

  /** What was sent and, as far as we have looked, not handed out. */
  private final Deque<Item> lent = new ArrayDeque<>();

  /** The tally's number of the first of them. */
  private int firstLent;

  /** The tally's number behind the first item of the last answer. */
  private int pinned;

  /** How many items the next answer may have: what it has lately handed out undisturbed. */
  private int allowance = 1;

  /** How many puts have arrived. */
  private int received;

  /** How many places it was ever granted, but for those that were taken back; wraps. */
  private int granted;

  /** What it has written to its ring is not to be read any more. */
  private boolean broken;

  Account(Session session, Ledger ledger) {
    this.session = session;
    this.ledger = ledger;
  }

  Session session() {
    return session;
  }

  /** How many items the next answer may have. */
  int allowance() {
    return allowance;
  }

  /** Whether it was sent items that it may hand out. */
  boolean holdsItems() {
    return !lent.isEmpty();
  }

  /**
   * Sends it items: the answer to a request, all that was sent before is dealt with.
   *
   * @return whether they lie in its tray; if not, which may be with one only, the answer has it
   */
  boolean lend(List<Item> items) {
    boolean fits = lay(items);
    send(items);
    pinned = firstLent + 1;
    return fits;
  }

  /** How many items it has ordered, without a request. */
  int ordered() {
    return ledger.order().placed();
  }

  /**
   * Takes its order; it is to be {@link #deliver delivered}. Returns whether there still is one.
   */
  boolean accept() {
    return ledger.order().accept();
  }

  /**
   * Delivers what it has ordered; all that was sent before is dealt with. Since maybe no thread of
   * it waits, all of it can be taken back.
   *
   * @return whether the items fit into its tray; if not, they are not sent
   */
  boolean deliver(List<Item> items) {
    boolean fits = lay(items);
    if (fits) {
      pinned = firstLent;
      send(items);
    }
    ledger.order().deliver(fits ? items.size() : 0);
    return fits;
  }

  private boolean lay(List<Item> items) {
    List<byte[]> bytes = items.stream().map(Item::bytes).toList();
    boolean fits = ledger.tray().hasRoom(bytes);
    if (fits) {
      ledger.tray().lay(bytes);
    }
    return fits;
  }

  private void send(List<Item> items) {
    lent.addAll(items);
    ledger.takes().grant(items.size());
  }

  /** How many items could be taken back now. */
  int revocable() {
    return Math.min(lent.size(), atLeastZero(ledger.takes().limit() - floor()));
  }

  private int floor() {
    int used = ledger.takes().used();
    return pinned - used > 0 ? pinned : used;
  }

  /** Looks which items it has handed out; returns how many. */
  int settle() {
    int handedOut = Math.min(atLeastZero(ledger.takes().used() - firstLent), lent.size());
    for (int i = 0; i < handedOut; i++) {
      lent.poll();
    }
    firstLent += handedOut;
    return handedOut;
  }

  /** Takes back what it has not handed out, but for the item that its thread waits for. */
  List<Item> recall() {
    int limit = ledger.takes().revoke(pinned);
    List<Item> returned = behind(limit);
    if (!returned.isEmpty()) {
      allowance = Math.max(1, lent.size());
    }
    return returned;
  }

  /** It asks for more, so that it has nothing in hand. What it has lost on the way comes back. */
  List<Item> finish() {
    allowance = Math.min(MOST_ITEMS, allowance * GROWTH);
    return recallAll();
  }

  /** It hands out nothing more: it has ended, or has nothing in hand. */
  List<Item> recallAll() {
    return behind(ledger.takes().revoke(ledger.takes().used()));
  }

  private List<Item> behind(int limit) {
    int kept = Math.min(atLeastZero(limit - firstLent), lent.size());
    List<Item> returned = new ArrayList<>();
    while (lent.size() > kept) {
      returned.add(lent.pollLast());
    }
    return returned;
  }

  /** Tells it to say when it hands an item out, or not to. */
  void watch(boolean watched) {
    ledger.watch(watched);
  }

  /** Tells it whether there are items that nobody was sent. */
  void stocked(boolean stocked) {
    ledger.stocked(stocked);
  }

  /** Tells how many bytes of items have left the queue. */
  void departed(long bytes) {
    ledger.departed(bytes);
  }

  /** Grants places. */
  void grant(int places) {
    granted += places;
    ledger.puts().grant(places);
  }

  /** Takes back the places that it has not used. */
  void revokePlaces() {
    int limit = ledger.puts().revoke(received);
    if (limit - granted <= 0) {
      granted = limit;
    } // else it is corrupt: see onTheWay
  }

  /**
   * Takes in the next item that it has put to a place that was granted.
   *
   * @return null if there is none
   */
  byte[] arrival() {
    if (onTheWay() == 0) {
      return null;
    }
    try {
      byte[] item = ledger.ring().read(SpareArrays::take);
      if (item != null) {
        received++;
      }
      return item;
    } catch (IllegalStateException e) {
      giveUp(e);
      return null;
    }
  }

  /** Its own memory is corrupt. What it puts there is lost; the queue goes on. */
  private void giveUp(Exception cause) {
    System.getLogger("io.forkpool")
        .log(
            System.Logger.Level.WARNING,
            "the memory in which process "
                + session.pid()
                + " puts items is corrupt: those on their way are lost, the queue goes on",
            cause);
    broken = true;
  }

  /** Places that are granted: not used, or used by an item that is on its way. */
  int places() {
    return onTheWay() + unused();
  }

  private int unused() {
    return broken ? 0 : atLeastZero(ledger.puts().limit() - ledger.puts().used());
  }

  /** Items that are being written at this moment. */
  int onTheWay() {
    if (broken) {
      return 0;
    }
    int used = ledger.puts().used();
    if (used - received < 0 || used - granted > 0) {
      giveUp(new IllegalStateException(used + " of " + granted + " places"));
      return 0;
    }
    return used - received;
  }

  /** What a broken process writes to its ledger must not make sums negative. */
  private static int atLeastZero(int difference) {
    return Math.max(0, difference);
  }
}
