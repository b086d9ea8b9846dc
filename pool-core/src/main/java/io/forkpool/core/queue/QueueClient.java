package io.forkpool.core.queue;

import io.forkpool.ItemsLostException;
import io.forkpool.ResourceClosedException;
import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;
import io.forkpool.core.broker.ResourceAddress;
import io.forkpool.core.channel.Payload;
import io.forkpool.spi.ThisProcess;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One process's use of a queue: encoded items in, encoded items out. Thread-safe.
 *
 * <p><b>One thread asks for items at a time</b> in another process than the owner's. Its answer may
 * bring items for the others, and if several asked, their answers could overtake each other on the
 * way to the threads: one could be handed an item, and an earlier one later. The owner's own
 * process is not sent anything ahead, so there each thread asks by itself.
 */
final class QueueClient {
  /** How long to wait, of who does not. */
  static final long AT_ONCE = 0;

  private static final Message POLL_ONE = QueueCall.POLL.message(1, 0);

  private final Port port;
  private final long resource;
  private final boolean local;
  private final Membership putting;
  private final Membership taking;
  private final Pace takePace = new Pace();
  private final Pace putPace = new Pace();
  private final Patience patience = new Patience();

  /** Held by the thread that asks for items. */
  private final ReentrantLock asking = new ReentrantLock();

  QueueClient(Port port, ResourceAddress address) {
    this.port = port;
    this.resource = address.resource();
    this.local = port.owner() == ThisProcess.pid();
    this.putting = new Membership(port, resource, Membership.RING_BYTES);
    this.taking = new Membership(port, resource, Membership.TRAY_BYTES);
  }

  boolean uses(Port current) {
    return port == current;
  }

  /**
   * Puts an item without a request, if it can.
   *
   * @param nanos how long it may take
   * @return false if it is to be {@link #put}
   */
  boolean push(Payload item, long nanos) {
    if (local) {
      return false;
    }
    putPace.used();
    return putting.push(item, nanos);
  }

  /**
   * Puts an item by a request.
   *
   * @param nanos how long to wait for room
   * @return false if there was none
   */
  boolean put(byte[] item, long nanos) throws InterruptedException {
    int ahead = local ? 0 : putPace.next(System.nanoTime()) - 1;
    long account = ahead > 0 ? putting.join() : putting.account();
    QueueCall call = nanos == AT_ONCE ? QueueCall.OFFER : QueueCall.PUT;
    Message answer = answer(call.message(ahead, account, item), nanos);
    putPace.answered(System.nanoTime());
    return switch (QueueAnswer.of(answer)) {
      case DONE -> true;
      case FULL, CANCELLED -> false;
      case CLOSED -> throw closed("nothing can be put any more");
      default -> throw new IllegalStateException("a put was answered by " + answer);
    };
  }

  /**
   * Takes an item.
   *
   * @param most how many will be taken
   * @param nanos how long to wait for one
   * @return null if there was none
   */
  byte[] take(int most, long nanos) throws InterruptedException {
    if (local) {
      return takeHere(nanos);
    }
    takePace.used();
    byte[] item = taking.next();
    long begun = item == null && nanos != AT_ONCE ? System.nanoTime() : 0;
    while (item == null) {
      long left = left(nanos, begun);
      if (mayAsk(left)) {
        try {
          return ask(most, left(nanos, begun));
        } finally {
          asking.unlock();
        }
      }
      if (left == AT_ONCE && number(QueueCall.SIZE) == 0) {
        return null;
      }
      item = taking.next();
    }
    return item;
  }

  /** In the owner's process, which sees what others have put without being told. */
  private byte[] takeHere(long nanos) throws InterruptedException {
    long begun = now();
    long longest = nanos == AT_ONCE ? AT_ONCE : Math.min(nanos, patience.nanos());
    if (longest > 0) {
      byte[] item = received(answer(POLL_ONE, AT_ONCE));
      if (item != null) {
        return item;
      }
      while (now() - begun < longest) {
        Thread.yield();
        item = received(answer(POLL_ONE, AT_ONCE));
        if (item != null) {
          patience.paid();
          return item;
        }
      }
      patience.wasted();
    }
    long left = left(nanos, begun);
    return received(answer(takeCall(left).message(1, 0), left));
  }

  private static long left(long nanos, long begun) {
    return nanos == Long.MAX_VALUE || nanos == AT_ONCE
        ? nanos
        : Math.max(AT_ONCE, nanos - (System.nanoTime() - begun));
  }

  private boolean mayAsk(long nanos) throws InterruptedException {
    if (nanos == Long.MAX_VALUE) {
      asking.lockInterruptibly();
      return true;
    }
    return nanos == AT_ONCE ? asking.tryLock() : asking.tryLock(nanos, TimeUnit.NANOSECONDS);
  }

  /** With the turn to ask. */
  private byte[] ask(int most, long nanos) throws InterruptedException {
    byte[] ahead = taking.next(); // the thread that asked before may have brought it
    if (ahead != null) {
      return ahead;
    }
    int wanted = Math.max(Math.max(most, asking.getQueueLength() + 1), takePace.next(now()));
    long account = wanted > 1 ? taking.join() : taking.account();
    byte[] item = wanted > 1 && nanos != AT_ONCE ? taking.order(wanted, nanos, patience) : null;
    if (item == null) {
      item = taking.endOrder();
    }
    if (item != null) {
      takePace.answered(now());
      return item;
    }
    return askOwner(wanted, account, nanos);
  }

  private byte[] askOwner(int wanted, long account, long nanos) throws InterruptedException {
    Message answer;
    try {
      answer = answer(takeCall(nanos).message(wanted, account), nanos);
    } finally {
      taking.forgetOrder();
    }
    takePace.answered(now());
    if (QueueAnswer.of(answer) == QueueAnswer.LENT) {
      return taking.fill((int) answer.first());
    }
    byte[] item = received(answer);
    return item == null || account == 0 ? item : taking.claim(item);
  }

  private static long now() {
    return System.nanoTime();
  }

  private static QueueCall takeCall(long nanos) {
    return nanos == AT_ONCE ? QueueCall.POLL : QueueCall.TAKE;
  }

  private byte[] received(Message answer) {
    return switch (QueueAnswer.of(answer)) {
      case ITEM -> answer.body();
      case EMPTY, CANCELLED -> null;
      case CLOSED -> throw closed("and empty");
      default -> throw new IllegalStateException("a take was answered by " + answer);
    };
  }

  /** The first item; null if there is none. */
  byte[] peek() {
    return received(port.ask(resource, QueueCall.PEEK.message()).awaitUninterruptibly());
  }

  long number(QueueCall question) {
    return port.ask(resource, question.message()).awaitUninterruptibly().first();
  }

  void tell(QueueCall call) {
    Message answer = port.ask(resource, call.message()).awaitUninterruptibly();
    if (QueueAnswer.of(answer) == QueueAnswer.TOO_OFTEN) {
      throw new IllegalStateException("taskDone() was called more often than there were items");
    }
  }

  /** Waits until all items are done; returns false if time was over before. */
  boolean awaitTasks(long nanos) throws InterruptedException {
    Message answer = port.ask(resource, QueueCall.AWAIT_TASKS.message()).await(nanos);
    return switch (QueueAnswer.of(answer)) {
      case DONE -> true;
      case CANCELLED -> false;
      case LOST -> throw new ItemsLostException(answer.first());
      default -> throw new IllegalStateException("awaitTasks was answered by " + answer);
    };
  }

  private Message answer(Message message, long nanos) throws InterruptedException {
    Answer answer = port.ask(resource, message);
    return nanos == AT_ONCE ? answer.awaitUninterruptibly() : answer.await(nanos);
  }

  private ResourceClosedException closed(String consequence) {
    return new ResourceClosedException(
        "queue " + resource + " of process " + port.owner() + " is closed: " + consequence);
  }
}
