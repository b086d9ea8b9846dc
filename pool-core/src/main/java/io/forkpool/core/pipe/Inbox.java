package io.forkpool.core.pipe;

import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What was sent to one end of a pipe and not received yet, and who waits for it.
 *
 * <p>A message is taken in at once, since its bytes are here already; what waits for room is the
 * <em>answer</em> to its sender. So the messages are in the order in which they were sent, those
 * whose senders were answered first. Of a message whose sender wants no answer (see {@link
 * SendWindow}) the answer is in line all the same, so that those behind it wait for its room, too;
 * but it has been sent, and stays when its sender goes. And:
 *
 * <ul>
 *   <li>The first message's sender has been answered.
 *   <li>The answered ones cost {@link #ROOM} at most, or are but one.
 *   <li>While a receiver waits there is no message; while a poller or a watcher waits there is
 *       neither a message nor the end.
 * </ul>
 */
final class Inbox {
  /** How much may be on the way. */
  static final long ROOM = 1 << 20;

  /** What a message costs beside its bytes, so that there are not endlessly many empty ones. */
  static final long OVERHEAD = 64;

  private final Deque<Parcel> parcels = new ArrayDeque<>();

  /** Those at the end of {@link #parcels} that there is no room for; most of their senders wait. */
  private final Deque<Parcel> unanswered = new ArrayDeque<>();

  private final Deque<Waiter> receivers = new ArrayDeque<>();
  private final List<Waiter> pollers = new ArrayList<>();
  private final Set<Session> watchers = new LinkedHashSet<>();
  private final Set<Session> abandonmentWatchers = new LinkedHashSet<>();
  private final Message readyEvent;
  private final Message brokenEvent;
  private long resource;
  private long answeredCost;
  private boolean ended;
  private boolean abandoned;

  /** A message, and its sender. */
  private record Parcel(Message message, Waiter sender) {
    long length() {
      return message.body().length;
    }

    long cost() {
      return length() + OVERHEAD;
    }

    /** Whether it has been sent, whatever becomes of its sender. */
    boolean isSent() {
      return sender.request().answered();
    }
  }

  /**
   * @param end whose it is
   */
  Inbox(int end) {
    readyEvent = PipeEvent.READY.of(end);
    brokenEvent = PipeEvent.BROKEN.of(1 - end);
  }

  /** Names the resource whose events watchers are told. */
  void belongsTo(long id) {
    resource = id;
  }

  void send(Waiter sender) {
    if (abandoned) {
      sender.answer(PipeAnswer.BROKEN.message());
      return;
    }
    PipeAnswer kind = sender.wants(PipeRequest.SEND_OBJECT) ? PipeAnswer.OBJECT : PipeAnswer.BYTES;
    Message sent = new Message(kind.code(), 0, 0, sender.request().message().body());
    Parcel parcel = new Parcel(sent, sender);
    while (!receivers.isEmpty()) {
      if (deliver(parcel, receivers.remove())) {
        sender.answer(PipeAnswer.DONE.message());
        return;
      }
    }
    parcels.add(parcel);
    unanswered.add(parcel);
    answerSenders();
    tellReady();
  }

  void receive(Waiter receiver) {
    Parcel first = parcels.peek();
    if (first != null) {
      if (deliver(first, receiver)) {
        parcels.remove();
        answeredCost -= first.cost();
        answerSenders();
      }
    } else if (ended) {
      receiver.answer(PipeAnswer.END_OF_STREAM.message());
    } else {
      receivers.add(receiver);
    }
  }

  /** Answers the receiver, be it with the message or with why it cannot have it. */
  private static boolean deliver(Parcel parcel, Waiter receiver) {
    if (receiver.wants(PipeRequest.RECEIVE_BYTES)) {
      if (parcel.message().code() != PipeAnswer.BYTES.code()) {
        receiver.answer(PipeAnswer.NOT_BYTES.message(parcel.length()));
        return false;
      }
      if (parcel.length() > receiver.request().message().second()) {
        receiver.answer(PipeAnswer.TOO_LONG.message(parcel.length()));
        return false;
      }
    }
    receiver.answer(parcel.message());
    return true;
  }

  /** Answers the senders for whom there is room; after any of the removals below, too. */
  void answerSenders() {
    while (!unanswered.isEmpty()) {
      long cost = unanswered.peek().cost();
      if (answeredCost > 0 && answeredCost + cost > ROOM) {
        return;
      }
      answeredCost += cost;
      unanswered.remove().sender().answer(PipeAnswer.DONE.message());
    }
  }

  boolean ready() {
    return ended || !parcels.isEmpty();
  }

  void await(Waiter poller) {
    if (ready()) {
      poller.answer(PipeAnswer.DONE.message());
    } else {
      pollers.add(poller);
    }
  }

  void watch(Session watcher) {
    if (ready()) {
      watcher.event(resource, readyEvent);
    } else {
      watchers.add(watcher);
    }
  }

  void watchAbandonment(Session watcher) {
    if (abandoned) {
      watcher.event(resource, brokenEvent);
    } else {
      abandonmentWatchers.add(watcher);
    }
  }

  private void tellReady() {
    pollers.forEach(poller -> poller.answer(PipeAnswer.DONE.message()));
    pollers.clear();
    watchers.forEach(watcher -> watcher.event(resource, readyEvent));
    watchers.clear();
  }

  /** Nothing will be sent any more. */
  void end() {
    ended = true;
    receivers.forEach(receiver -> receiver.answer(PipeAnswer.END_OF_STREAM.message()));
    receivers.clear();
    tellReady();
  }

  /** Nothing will be received any more. */
  void abandon() {
    abandoned = true;
    parcels.clear();
    answeredCost = 0;
    unanswered.forEach(parcel -> parcel.sender().answer(PipeAnswer.BROKEN.message()));
    unanswered.clear();
    abandonmentWatchers.forEach(watcher -> watcher.event(resource, brokenEvent));
    abandonmentWatchers.clear();
  }

  /** Answers one that has been given up by its thread. */
  void cancel(Request request, Message answer) {
    remove(waiter -> waiter.request() == request, answer);
  }

  /** Answers those that wait through a connection that is being closed. */
  void close(Hold hold) {
    remove(waiter -> waiter.hold().equals(hold), PipeAnswer.CLOSED.message());
  }

  /** Forgets those of a process that has ended. */
  void sessionEnded(Session session) {
    watchers.remove(session);
    abandonmentWatchers.remove(session);
    remove(waiter -> waiter.hold().session() == session, null);
  }

  private void remove(Predicate<Waiter> which, Message answer) {
    List<Waiter> removed = new ArrayList<>();
    Predicate<Waiter> taken = waiter -> which.test(waiter) && removed.add(waiter);
    receivers.removeIf(taken);
    pollers.removeIf(taken);
    if (unanswered.removeIf(parcel -> !parcel.isSent() && taken.test(parcel.sender()))) {
      Set<Waiter> senders = Set.copyOf(removed);
      parcels.removeIf(parcel -> senders.contains(parcel.sender()));
    }
    if (answer != null) {
      removed.forEach(waiter -> waiter.answer(answer));
    }
  }
}
