package io.forkpool.core.queue;

import io.forkpool.core.broker.Message;
import io.forkpool.core.channel.Ledger;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that uses a queue, one step at a time, so that a test may do something else between any
 * two. Items are numbers. With ledgers it puts and takes as {@link Membership} does.
 */
final class FakeProcess {
  final FakeSession session;
  private final QueueResource queue;
  private Ledger putting;
  private Ledger taking;
  private long putAccount;
  private long takeAccount;

  /** Whether it looks for what it has ordered, and asks for nothing meanwhile. */
  private boolean ordering;

  /** Items in the tray that were not handed out, as far as this process knows. */
  private int lent;

  FakeProcess(QueueResource queue, long pid) {
    this.queue = queue;
    this.session = new FakeSession(pid);
  }

  static byte[] bytes(int item) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(item).array();
  }

  static int number(byte[] item) {
    return ByteBuffer.wrap(item).getInt();
  }

  /** Opens its accounts as a process does that uses the queue much. */
  FakeProcess withAccounts(Accounts accounts, int ringBytes) {
    putting = Ledger.unshared(ringBytes);
    taking = Ledger.unshared(1 << 12);
    putAccount = accounts.open(session, putting);
    takeAccount = accounts.open(session, taking);
    return this;
  }

  FakeRequest ask(Message message) {
    FakeRequest request = new FakeRequest(session, message, false);
    queue.handle(request);
    return request;
  }

  void tell() {
    queue.handle(new FakeRequest(session, QueueCall.NEWS.message(), true));
  }

  /** Puts to a granted place, in three steps; see below. False if there is none. */
  boolean claimPlace() {
    return putting != null && putting.ring().hasRoom(Integer.BYTES) && putting.puts().claim();
  }

  /** Writes to the place that was claimed; returns whether that is to be told. */
  boolean write(int item) {
    byte[] bytes = bytes(item);
    putting.ring().write(Payload.of(List.of(new Slice(bytes, 0, bytes.length))));
    return putting.isWatched();
  }

  /** What it is told of the bytes that have left the queue. */
  long departed() {
    return putting.departed();
  }

  /** Puts without requests while there is room in the ring; returns how many. */
  int fillRing(int first) {
    int item = first;
    while (claimPlace()) {
      write(item++);
    }
    return item - first;
  }

  FakeRequest put(int item) {
    return ask(QueueCall.PUT.message(10, putAccount, bytes(item)));
  }

  FakeRequest offer(int item) {
    return ask(QueueCall.OFFER.message(0, 0, bytes(item)));
  }

  /** Puts without waiting for the queue, or else by a request. */
  FakeRequest putAnyWay(int item) {
    if (!claimPlace()) {
      return put(item);
    }
    if (write(item)) {
      tell();
    }
    return null;
  }

  /** Orders items without a request; returns false if it cannot, or has some. */
  boolean order(int most) {
    if (taking == null || lent > 0) {
      return false;
    }
    ordering = true;
    taking.order().place(most);
    return true;
  }

  /** Takes its order back, as it must before it asks; returns what was delivered before. */
  Integer endOrder() {
    if (!ordering) {
      return null;
    }
    taking.order().withdraw();
    Integer item = handOutAhead();
    ordering = false;
    return item;
  }

  /**
   * Whether its order may stay as it is until something happens: nobody said that it should ask.
   */
  boolean waitsForDelivery() {
    return ordering && taking.order().placed() > 0 && !taking.isStocked();
  }

  /** Items that it was sent and has not claimed. */
  int unclaimed() {
    return taking == null ? 0 : taking.takes().limit() - taking.takes().used();
  }

  FakeRequest take() {
    return ask(QueueCall.TAKE.message(100, takeAccount));
  }

  FakeRequest poll() {
    return ask(QueueCall.POLL.message(100, takeAccount));
  }

  /** Whether it has something to hand out that was sent ahead. */
  Integer handOutAhead() {
    if (lent == 0 && ordering) {
      lent = taking.order().collect();
      taking.tray().begin();
    }
    if (lent == 0) {
      return null;
    }
    if (!taking.takes().claim()) {
      lent = 0;
      return null;
    }
    lent--;
    int item = number(taking.tray().pick(byte[]::new));
    if (taking.isWatched()) {
      tell();
    }
    return item;
  }

  private byte[] firstInTray() {
    taking.tray().begin();
    return taking.tray().pick(byte[]::new);
  }

  /** Whether there is nothing to hand out without asking. */
  boolean handOutAheadIsEmpty() {
    return lent == 0;
  }

  /** The item that an answer has brought, which its thread has not received yet. */
  Optional<Integer> promised(FakeRequest answered) {
    if (answered.outcome() == QueueAnswer.ITEM) {
      return Optional.of(number(answered.answer().body()));
    }
    return answered.outcome() == QueueAnswer.LENT
        ? Optional.of(firstInTray()).map(FakeProcess::number)
        : Optional.empty();
  }

  /** What an answer brings its thread. */
  Integer handOut(FakeRequest answered) {
    return switch (answered.outcome()) {
      case ITEM -> number(answered.answer().body());
      case LENT -> {
        taking.tray().begin();
        lent = (int) answered.answer().first();
        yield handOutAhead();
      }
      default -> null;
    };
  }

  /** All that it can have without waiting. */
  List<Integer> drain() {
    List<Integer> items = new ArrayList<>();
    while (true) {
      Integer item = handOutAhead();
      if (item == null) {
        item = endOrder();
      }
      if (item == null) {
        item = handOut(poll());
      }
      if (item == null) {
        return items;
      }
      items.add(item);
    }
  }

  long number(QueueCall question) {
    return ask(question.message()).answer().first();
  }

  QueueAnswer outcome(QueueCall call) {
    return ask(call.message()).outcome();
  }

  void end() {
    queue.sessionEnded(session);
  }
}
