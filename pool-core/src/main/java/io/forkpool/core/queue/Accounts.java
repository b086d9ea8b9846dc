package io.forkpool.core.queue;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Session;
import io.forkpool.core.channel.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The accounts of a queue by their numbers. */
final class Accounts {
  private final Map<Long, Account> open = new HashMap<>();
  private long lastNumber;
  private boolean watched;
  private boolean stocked;

  /** Opens one; returns its number. */
  long open(Session session, Ledger ledger) {
    Account account = new Account(session, ledger);
    account.watch(watched);
    account.stocked(stocked);
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
    for (Iterator<Account> each = open.values().iterator(); each.hasNext(); ) {
      Account account = each.next();
      if (account.session() == session) {
        removed.add(account);
        each.remove();
      }
    }
    return removed;
  }

  /**
   * Takes in what was put to places that were granted: of each account the first items, until they
   * have so many bytes.
   */
  void receive(long bytes, Consumer<byte[]> taker) {
    for (Account account : open.values()) {
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
    open.values().forEach(account -> tasks.taken(account.session(), account.settle()));
  }

  boolean anyHoldsItems() {
    return open.values().stream().anyMatch(Account::holdsItems);
  }

  /**
   * Wants to be told of each put and each item that is handed out, or not any more; returns whether
   * that begins.
   */
  boolean watch(boolean wanted) {
    boolean begins = wanted && !watched;
    if (watched != wanted) {
      watched = wanted;
      open.values().forEach(account -> account.watch(wanted));
    }
    return begins;
  }

  /** Tells whether there are items that nobody was sent; returns whether that is news. */
  boolean tellStocked(boolean now) {
    boolean news = now != stocked;
    if (news) {
      stocked = now;
      open.values().forEach(account -> account.stocked(now));
    }
    return news;
  }

  /** One that has ordered items; null if there is none. */
  Account ordering() {
    for (Account account : open.values()) {
      if (account.ordered() > 0) {
        return account;
      }
    }
    return null;
  }

  void revokePlaces() {
    open.values().forEach(Account::revokePlaces);
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
    for (Account account : open.values()) {
      sum += number.applyAsInt(account);
    }
    return sum;
  }
}
