package io.forkpool.core.queue;

import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Resource;
import io.forkpool.core.broker.Session;
import io.forkpool.core.channel.Ledger;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The state of a queue, in the process that made it.
 *
 * <p>The invariants, true whenever no call is in here:
 *
 * <ul>
 *   <li>While a taker waits there is no item that could be handed to it: none here, and none lent
 *       that could be taken back.
 *   <li>While a putter waits there is no room: items, those lent, and places granted fill the
 *       capacity, and no place is granted that was not used. Its room may come to be in the memory
 *       of a process, when that hands an item out.
 *   <li>While anybody waits accounts are {@linkplain Accounts#watch watched}: what their processes
 *       put and hand out in shared memory they tell then. Else it is looked for by the call to
 *       which it makes a difference, see {@link Stock}.
 *   <li>There is no order that was placed without a request, if there are items here and none are
 *       lent. An order's process looks for what it may have for a short while only, and then asks.
 *   <li>At most one account holds items that can be taken back. Whoever asks gets the first of all
 *       items that were not handed out; that is what makes the order hold with many consumers.
 *   <li>When the queue is closed, no place is granted that was not used. It is drained, and takers
 *       are told so, when all items have arrived that were put, or their processes have ended.
 * </ul>
 */
final class QueueResource implements Resource {
  /** What a producer is granted at once by a queue without a capacity; less than wraps. */
  private static final int ENDLESS = 1 << 30;

  /** Many small items are looked for at once; each long one by itself. */
  private static final int BATCH_BYTES = 1 << 10;

  private final int capacity;
  private final TaskCount tasks = new TaskCount();
  private final Accounts accounts = new Accounts();
  private final Stock stock;
  private final Deque<Request> takers = new ArrayDeque<>();
  private final Deque<Request> putters = new ArrayDeque<>();
  private final Deque<Request> joiners = new ArrayDeque<>();
  private final WeakReference<?> maker;
  private boolean closed;

  /**
   * Makes an empty queue.
   *
   * @param capacity how many items there is room for; {@link Integer#MAX_VALUE} for no limit
   * @param maker what is reachable while the program that made it may use it
   */
  QueueResource(int capacity, Object maker) {
    this(capacity, maker, BATCH_BYTES);
  }

  /** For tests, whose items are short. */
  QueueResource(int capacity, Object maker, int batchBytes) {
    this.capacity = capacity;
    this.stock = new Stock(accounts, tasks, batchBytes);
    this.maker = new WeakReference<>(maker);
  }

  /** For tests, whose processes have memory that is not in a file. */
  Accounts accounts() {
    return accounts;
  }

  @Override
  public void handle(Request request) {
    Message message = request.message();
    QueueCall call = QueueCall.of(message.code());
    boolean silent = call == QueueCall.NEWS;
    if (request.answered() != silent) {
      throw new MalformedRequestException(call + (silent ? " is not" : " is") + " answered");
    }
    if (!call.leavesTheRings()) {
      stock.receive();
    }
    if (!takers.isEmpty()) {
      settleAll();
    }
    switch (call) {
      case ATTACH -> request.answer(QueueAnswer.NUMBER.message(attach(request)));
      case PUT, OFFER -> put(request, call == QueueCall.PUT);
      case TAKE, POLL -> take(request);
      case NEWS -> news();
      case PEEK -> request.answer(first());
      case SIZE -> request.answer(QueueAnswer.NUMBER.message(stock.size()));
      case ROOM -> request.answer(QueueAnswer.NUMBER.message(room()));
      case CLEAR -> clear(request);
      case TASK_DONE -> taskDone(request);
      case AWAIT_TASKS -> {
        joiners.add(request);
        endJoiners();
      }
      case CLOSE -> close(request);
      case IS_CLOSED -> request.answer(QueueAnswer.NUMBER.message(closed ? 1 : 0));
    }
    stock.deliver();
  }

  @Override
  public void cancel(Request request) {
    // One of them has it. A taker or putter that leaves makes no difference to the others.
    takers.remove(request);
    putters.remove(request);
    joiners.remove(request);
    request.answer(Message.of(Answer.CANCELLED));
    watchIfSomebodyWaits();
  }

  @Override
  public void sessionEnded(Session session) {
    takers.removeIf(request -> request.session() == session);
    putters.removeIf(request -> request.session() == session);
    joiners.removeIf(request -> request.session() == session);
    stock.receive();
    stock.end(session);
    settleAll();
    stock.deliver();
  }

  /**
   * It is closed and empty, which is all that a handle under way to another process could find out,
   * and nobody reports or awaits items. An open queue stays, whoever has dropped it: there may be a
   * handle under way that nobody knows of.
   */
  @Override
  public boolean isOver() {
    if (!closed || maker.get() != null) {
      return false;
    }
    stock.receive();
    accounts.settle(tasks);
    return isDrained()
        && stock.size() == 0
        && !accounts.anyHoldsItems()
        && joiners.isEmpty()
        && (tasks.allDone() || !tasks.isUsed());
  }

  private long attach(Request request) {
    Path file = Path.of(new String(request.message().body(), StandardCharsets.UTF_8));
    try {
      return accounts.open(request.session(), Ledger.open(file));
    } catch (IOException e) {
      System.getLogger("io.forkpool")
          .log(System.Logger.Level.DEBUG, "a queue's user goes without a ledger", e);
      return 0;
    }
  }

  private void put(Request request, boolean waits) {
    accounts.of(request); // is refused now, and not when it is another process's turn
    if (closed) {
      request.answer(QueueAnswer.CLOSED.message());
    } else if (putters.isEmpty() && makeRoom()) {
      accept(request);
      settleAll();
    } else if (waits) {
      putters.add(request);
      settleAll();
    } else {
      request.answer(QueueAnswer.FULL.message());
    }
  }

  private void accept(Request request) {
    stock.add(request.message().body());
    request.answer(QueueAnswer.DONE.message());
    Account account = accounts.of(request);
    int wanted = (int) Math.min(request.message().first(), ENDLESS);
    if (account != null && wanted > 0 && putters.isEmpty()) {
      if (capacity == Integer.MAX_VALUE) {
        account.grant(ENDLESS - account.places());
      } else {
        account.grant((int) Math.max(0, Math.min(wanted, free() / 2)));
      }
    }
  }

  private void take(Request request) {
    Account account = accounts.of(request);
    if (account != null) {
      stock.finish(account);
    }
    if (takers.isEmpty() && stock.recall()) {
      stock.serve(request, wanted(request));
    } else if (isDrained()) {
      request.answer(QueueAnswer.CLOSED.message());
    } else if (request.message().code() == QueueCall.POLL.ordinal()) {
      request.answer(QueueAnswer.EMPTY.message());
    } else {
      takers.add(request);
    }
    settleAll();
  }

  private void news() {
    accounts.settle(tasks);
    settleAll();
  }

  private Message first() {
    return stock.recall()
        ? QueueAnswer.ITEM.message(1, stock.peek().bytes())
        : QueueAnswer.EMPTY.message();
  }

  private long room() {
    if (capacity == Integer.MAX_VALUE) {
      return capacity;
    }
    return Math.max(0, capacity - (long) stock.size() - accounts.onTheWay());
  }

  private void clear(Request request) {
    request.answer(QueueAnswer.NUMBER.message(stock.clear()));
    settleAll();
  }

  private void taskDone(Request request) {
    boolean counted = tasks.done(request.session());
    request.answer((counted ? QueueAnswer.DONE : QueueAnswer.TOO_OFTEN).message());
    endJoiners();
  }

  private void close(Request request) {
    closed = true;
    accounts.revokePlaces();
    putters.forEach(putter -> putter.answer(QueueAnswer.CLOSED.message()));
    putters.clear();
    request.answer(QueueAnswer.DONE.message());
    settleAll();
  }

  /** Places that nobody has. */
  private long free() {
    return capacity == Integer.MAX_VALUE
        ? Integer.MAX_VALUE
        : capacity - (long) stock.size() - accounts.places();
  }

  /** Whether one more item may come in; takes granted places back if there is no other way. */
  private boolean makeRoom() {
    if (free() <= 0) {
      accounts.revokePlaces();
    }
    return free() > 0;
  }

  /** Serves who waits, until the invariants hold. */
  private void settleAll() {
    boolean changed;
    do {
      serveTakers();
      changed = admitPutters();
      changed |= watchIfSomebodyWaits(); // what came before that was not told
    } while (changed);
    endTakers();
    endJoiners();
  }

  private void serveTakers() {
    while (!takers.isEmpty() && stock.recall()) {
      Request taker = takers.poll();
      stock.serve(taker, takers.isEmpty() ? wanted(taker) : 1);
    }
  }

  private static int wanted(Request taker) {
    return (int) Math.min(taker.message().first(), Integer.MAX_VALUE);
  }

  /** While no taker could be served. */
  private boolean isDrained() {
    return closed && accounts.onTheWay() == 0;
  }

  private boolean admitPutters() {
    boolean admitted = false;
    while (!putters.isEmpty() && makeRoom()) {
      accept(putters.poll());
      admitted = true;
    }
    return admitted;
  }

  /** Returns whether it is only from now on that others tell what they do. */
  private boolean watchIfSomebodyWaits() {
    return accounts.watch(!putters.isEmpty() || !takers.isEmpty());
  }

  /** There is no item for those who still wait. */
  private void endTakers() {
    if (!takers.isEmpty() && isDrained()) {
      takers.forEach(taker -> taker.answer(QueueAnswer.CLOSED.message()));
      takers.clear();
      watchIfSomebodyWaits();
    }
  }

  private void endJoiners() {
    if (joiners.isEmpty()) {
      return;
    }
    accounts.settle(tasks);
    if (tasks.allDone()) {
      end(QueueAnswer.DONE.message());
    } else if (stock.size() == 0
        && accounts.onTheWay() == 0
        && !accounts.anyHoldsItems()
        && tasks.nobodyHoldsAny()) {
      end(QueueAnswer.LOST.message(tasks.writeOff()));
    }
  }

  private void end(Message answer) {
    joiners.forEach(joiner -> joiner.answer(answer));
    joiners.clear();
  }
}
