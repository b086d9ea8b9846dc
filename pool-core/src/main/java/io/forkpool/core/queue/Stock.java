package io.forkpool.core.queue;

import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Session;
import java.util.List;

/**
 * The items of a queue, here and lent to one process at most.
 *
 * <p>What was put to a ring stays there until it is wanted, or what comes has to be put behind it.
 * A ring is small, and written to again and again. What is taken in early lies in the heap
 * meanwhile, survives collections, which copy it, and makes the heap grow into memory that nobody
 * has touched. The kernel finds each page of that at its first use; that takes several times as
 * long as what the page holds takes to copy.
 */
final class Stock {
  /** Who puts need not know each of many small items that leave. */
  private static final int TOLD_BYTES = 16 << 10;

  private final Line line = new Line();
  private final Accounts accounts;
  private final TaskCount tasks;
  private final int batchBytes;

  /** Who was sent items last; all others have handed theirs out, or given them back. */
  private Account holder;

  /** Bytes of items that were handed out or sent, all in all, and as far as that was told. */
  private long departed;

  private long departedAsTold;

  /**
   * Makes an empty one.
   *
   * @param batchBytes so much is taken in at once of each ring, or one item that is longer
   */
  Stock(Accounts accounts, TaskCount tasks, int batchBytes) {
    this.accounts = accounts;
    this.tasks = tasks;
    this.batchBytes = batchBytes;
  }

  void add(byte[] bytes) {
    line.append(bytes);
    tasks.put();
  }

  /** Takes in all that was put without a request, so that what comes now is behind it. */
  void receive() {
    accounts.receive(Long.MAX_VALUE, this::add);
  }

  /**
   * Takes in the next items that were put without a request, if there are not so many here.
   *
   * @param least how many are wanted
   */
  private void receive(int least) {
    int before;
    do {
      before = line.size();
      if (before < least) {
        accounts.receive(batchBytes, this::add);
      }
    } while (line.size() > before);
  }

  int size() {
    return line.size() + accounts.revocable();
  }

  /** Takes back what is lent, so that the first item of all is here; tells whether there is one. */
  boolean recall() {
    if (holder != null) {
      line.giveBack(holder.recall());
      holder = null;
    }
    receive(1);
    return !line.isEmpty();
  }

  /** After {@link #recall}. */
  Item peek() {
    return line.peek();
  }

  int clear() {
    recall();
    int dropped = line.clear();
    tasks.dropped(dropped);
    return dropped;
  }

  /** A process asks for items: what it was sent before, it has handed out or lost. */
  void finish(Account account) {
    line.giveBack(account.finish());
    tasks.taken(account.session(), account.settle());
  }

  /** A process has ended. */
  void end(Session session) {
    for (Account account : accounts.remove(session)) {
      if (holder == account) {
        holder = null;
      }
      line.giveBack(account.recallAll());
      tasks.taken(session, account.settle());
    }
    tasks.ended(session);
  }

  /**
   * Delivers to a process that has ordered items, unless another one holds some that it may hand
   * out: those are to be had first. To be called after whatever may have brought items.
   */
  void deliver() {
    deliverOne();
    if (accounts.tellStocked(!line.isEmpty() || accounts.onTheWay() > 0)) {
      deliverOne(); // who ordered before it could see that
    }
  }

  private void deliverOne() {
    Account account = accounts.ordering();
    if (account == null || (holder != null && holder.revocable() > 0)) {
      return;
    }
    receive(1);
    if (line.isEmpty()) {
      return;
    }
    finish(account);
    int most = Math.max(1, Math.min(account.ordered(), account.allowance()));
    if (account.accept()) {
      receive(most);
      List<Item> items = line.poll(most, Account.MOST_BYTES);
      if (account.deliver(items)) {
        holder = account;
        depart(items);
      } else {
        line.giveBack(items);
      }
    }
  }

  /**
   * Answers a request with the first items, after {@link #recall} has said that there are some.
   *
   * @param most how many at most
   */
  void serve(Request request, int most) {
    Account account = accounts.of(request);
    if (account == null) {
      tasks.taken(request.session(), 1);
      byte[] item = line.poll().bytes();
      depart(item.length);
      request.answer(QueueAnswer.ITEM.message(1, item));
      return;
    }
    int count = Math.max(1, Math.min(most, account.allowance()));
    receive(count);
    List<Item> items = line.poll(count, Account.MOST_BYTES);
    boolean inTray = account.lend(items);
    holder = account;
    depart(items);
    request.answer(
        inTray
            ? QueueAnswer.LENT.message(items.size())
            : QueueAnswer.ITEM.message(1, items.get(0).bytes()));
  }

  private void depart(List<Item> items) {
    long bytes = 0;
    for (Item item : items) {
      bytes += item.bytes().length;
    }
    depart(bytes);
  }

  private void depart(long bytes) {
    departed += bytes;
    if (departed - departedAsTold >= TOLD_BYTES) {
      departedAsTold = departed;
      accounts.tellDeparted(departed);
    }
  }
}
