package io.forkpool.core.queue;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Session;
import io.forkpool.core.channel.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The accounts of a queue by their numbers. */
final class Accounts {
  private final Map<Long, Account> open = new HashMap<>();

  /** The same in the order in which they were opened; looked at by index, with no iterator made. */
  private final List<Account> all = new ArrayList<>();

  private long lastNumber;
  private boolean watched;
  private boolean stocked;

  /** Opens one; returns its number. */
  long open(Session session, Ledger ledger) {
    Account account = new Account(session, ledger);
    account.watch(watched);
    account.stocked(stocked);
    all.add(account);
    open.put(++lastNumber, account);
    return lastNumber;
  }

  /** The account that a request names as its second number; null if it names none. */
  Account of(Request request) {
    long number = request.message().second();
    if (number == 0) {
      return null;
    }
    Account account = open.get(number);
    if (account == null || account.session() != request.session()) {
      throw new MalformedRequestException("a process has no account " + number);
    }
    return account;
  }

  /** Takes the accounts of a process out. */
  List<Account> remove(Session session) {
    List<Account> removed = new ArrayList<>();
    for (Account account : all) {
      if (account.session() == session) {
        removed.add(account);
      }
    }
    all.removeAll(removed);
    open.values().removeAll(removed);
    return removed;
  }

  /**
   * Takes in what was put to places that were granted: of each account the first items, until they
   * have so many bytes.
   */
  void receive(long bytes, Consumer<byte[]> taker) {
    for (int i = 0; i < all.size(); i++) {
      Account account = all.get(i);
      long left = bytes;
      byte[] item;
      while (left > 0 && (item = account.arrival()) != null) {
        left -= item.length;
        taker.accept(item);
      }
    }
  }

  /** Looks what was handed out. */
  void settle(TaskCount tasks) {
    all.forEach(account -> tasks.taken(account.session(), account.settle()));
  }

  boolean anyHoldsItems() {
    return all.stream().anyMatch(Account::holdsItems);
  }

  /**
   * Wants to be told of each put and each item that is handed out, or not any more; returns whether
   * that begins.
   */
  boolean watch(boolean wanted) {
    boolean begins = wanted && !watched;
    if (watched != wanted) {
      watched = wanted;
      all.forEach(account -> account.watch(wanted));
    }
    return begins;
  }

  /** Tells whether there are items that nobody was sent; returns whether that is news. */
  boolean tellStocked(boolean now) {
    boolean news = now != stocked;
    if (news) {
      stocked = now;
      all.forEach(account -> account.stocked(now));
    }
    return news;
  }

  /** Tells how many bytes of items have left the queue. */
  void tellDeparted(long bytes) {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).departed(bytes);
    }
  }

  /** One that has ordered items; null if there is none. */
  Account ordering() {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).ordered() > 0) {
        return all.get(i);
      }
    }
    return null;
  }

  void revokePlaces() {
    all.forEach(Account::revokePlaces);
  }

  int revocable() {
    return sum(Account::revocable);
  }

  int places() {
    return sum(Account::places);
  }

  int onTheWay() {
    return sum(Account::onTheWay);
  }

  private int sum(ToIntFunction<Account> number) {
    int sum = 0;
    for (int i = 0; i < all.size(); i++) {
      sum += number.applyAsInt(all.get(i));
    }
    return sum;
  }
}
