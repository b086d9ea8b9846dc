package io.forkpool.core.pipe;

import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pipe is to do, written for plainness: one list of all that waits, looked through from the
 * beginning after every step.
 */
final class PipeModel {
  private final List<List<FakeRequest>> queues = List.of(new ArrayList<>(), new ArrayList<>());
  private final List<FakeRequest> waiting = new ArrayList<>();
  private final List<Set<Hold>> holds = List.of(new HashSet<>(), new HashSet<>());
  private final Map<Long, Passing> passings = new HashMap<>();
  private final List<Set<Session>> watchers = List.of(new HashSet<>(), new HashSet<>());
  private final List<Set<Session>> peerWatchers = List.of(new HashSet<>(), new HashSet<>());
  private final List<Set<Session>> met = List.of(new HashSet<>(), new HashSet<>());
  private final boolean[] closed = new boolean[2];
  private long tickets;

  /** What each request must have been answered; those that are not in it, not. */
  final Map<FakeRequest, Message> answers = new IdentityHashMap<>();

  /** How many events each process must have been sent. */
  final Map<Session, Integer> events = new HashMap<>();

  private record Passing(int end, Session issuer, long child, boolean orphan) {
    boolean unattended() {
      return child == 0 || orphan;
    }
  }

  boolean gone() {
    return closed[0] && closed[1];
  }

  /** A connection that the pipe is made with. */
  void begin(FakeRequest attach) {
    int end = (int) attach.message().first() & 1;
    holds.get(end).add(new Hold(attach.session(), attach.message().first()));
    met.get(end).add(attach.session());
  }

  void handle(FakeRequest request) {
    Message message = request.message();
    int end = (int) message.first() & 1;
    Hold hold = new Hold(request.session(), message.first());
    Passing passing = passings.get(message.first());
    switch (request.kind()) {
      case ATTACH -> attach(end, hold, message.second());
      case CLOSE -> {
        met.get(end).add(request.session());
        if (!holds.get(end).remove(hold)) {
          redeem(end, request.session());
        }
        answerAll(each -> each.message().first() == hold.number(), hold.session(), CLOSED);
      }
      case BIND -> {
        if (passing != null) {
          passings.put(
              message.first(),
              new Passing(passing.end, passing.issuer, message.second(), passing.orphan));
          met.get(passing.end).forEach(session -> redeem(passing.end, session));
        }
      }
      case DROP -> passings.remove(message.first());
      case LAPSE -> passings.values().removeIf(each -> each == passing && each.unattended());
      default -> ask(request, end, hold);
    }
    settle();
  }

  private static final Message CLOSED = PipeAnswer.CLOSED.message();

  private void attach(int end, Hold hold, long ticket) {
    met.get(end).add(hold.session());
    if (!closed[end]) {
      holds.get(end).add(hold);
      Passing passing = passings.get(ticket);
      if (passing != null && passing.end == end) {
        passings.remove(ticket);
      } else {
        redeem(end, hold.session());
      }
    }
  }

  private void redeem(int end, Session child) {
    passings.values().removeIf(each -> each.end == end && each.child == child.pid());
  }

  private void ask(FakeRequest request, int end, Hold hold) {
    if (!holds.get(end).contains(hold)) {
      if (!request.isTold()) {
        answers.put(request, CLOSED);
      }
      return;
    }
    switch (request.kind()) {
      case SEND_BYTES, SEND_OBJECT -> queues.get(1 - end).add(request);
      case WATCH -> watchers.get(end).add(request.session());
      case WATCH_PEER -> peerWatchers.get(1 - end).add(request.session());
      case ISSUE -> {
        passings.put(++tickets, new Passing(end, request.session(), 0, false));
        answers.put(request, PipeAnswer.DONE.message(tickets));
      }
      case POLL ->
          answers.put(request, (ready(end) ? PipeAnswer.DONE : PipeAnswer.NOT_READY).message());
      default -> waiting.add(request);
    }
    if (request.kind().name().startsWith("SEND") && !request.isTold()) {
      waiting.add(request);
    }
  }

  private boolean ready(int end) {
    return closed[1 - end] || !queues.get(end).isEmpty();
  }

  void cancel(FakeRequest request) {
    answerAll(each -> each == request, request.session(), Message.of(Answer.CANCELLED));
    settle();
  }

  void sessionEnded(Session session) {
    answerAll(each -> true, session, null);
    for (int end = 0; end < 2; end++) {
      holds.get(end).removeIf(hold -> hold.session() == session);
      watchers.get(end).remove(session);
      peerWatchers.get(end).remove(session);
      met.get(end).remove(session);
      redeem(end, session);
    }
    passings.replaceAll(
        (number, each) ->
            each.issuer == session ? new Passing(each.end, each.issuer, each.child, true) : each);
    settle();
  }

  /** Answers what waits of a process, and unsends what it waits to send. */
  private void answerAll(
      java.util.function.Predicate<FakeRequest> which, Session session, Message answer) {
    List<FakeRequest> chosen =
        waiting.stream().filter(each -> each.session() == session && which.test(each)).toList();
    waiting.removeAll(chosen);
    queues.forEach(queue -> queue.removeAll(chosen));
    if (answer != null) {
      chosen.forEach(each -> answers.put(each, answer));
    }
  }

  private void settle() {
    for (int end = 0; end < 2; end++) {
      int side = end;
      boolean passed = passings.values().stream().anyMatch(each -> each.end == side);
      if (holds.get(end).isEmpty() && !passed) {
        closed[end] = true;
      }
      if (closed[end]) {
        queues.get(end).forEach(each -> answerIfWaiting(each, PipeAnswer.BROKEN.message()));
        queues.get(end).clear();
        peerWatchers.get(end).forEach(session -> events.merge(session, 1, Integer::sum));
        peerWatchers.get(end).clear();
      }
    }
    for (int end = 0; end < 2; end++) {
      receive(end);
      if (ready(end)) {
        answerWaiting(PipeRequest.AWAIT, end, PipeAnswer.DONE.message());
        watchers.get(end).forEach(session -> events.merge(session, 1, Integer::sum));
        watchers.get(end).clear();
      }
      answerSenders(end);
    }
  }

  private void receive(int end) {
    for (FakeRequest receiver : List.copyOf(waiting)) {
      boolean bytesOnly = receiver.kind() == PipeRequest.RECEIVE_BYTES;
      boolean receives = bytesOnly || receiver.kind() == PipeRequest.RECEIVE;
      if (!receives || (receiver.message().first() & 1) != end || !ready(end)) {
        continue;
      }
      if (queues.get(end).isEmpty()) {
        answerIfWaiting(receiver, PipeAnswer.END_OF_STREAM.message());
        continue;
      }
      FakeRequest sent = queues.get(end).get(0);
      int length = sent.message().body().length;
      if (bytesOnly && sent.kind() == PipeRequest.SEND_OBJECT) {
        answerIfWaiting(receiver, PipeAnswer.NOT_BYTES.message(length));
      } else if (bytesOnly && length > receiver.message().second()) {
        answerIfWaiting(receiver, PipeAnswer.TOO_LONG.message(length));
      } else {
        PipeAnswer kind =
            sent.kind() == PipeRequest.SEND_OBJECT ? PipeAnswer.OBJECT : PipeAnswer.BYTES;
        answerIfWaiting(receiver, new Message(kind.code(), 0, 0, sent.message().body()));
        answerIfWaiting(sent, PipeAnswer.DONE.message());
        queues.get(end).remove(0);
      }
    }
  }

  private void answerSenders(int end) {
    long cost = 0;
    for (FakeRequest sent : queues.get(end)) {
      long more = sent.message().body().length + Inbox.OVERHEAD;
      if (cost > 0 && cost + more > Inbox.ROOM) {
        return;
      }
      cost += more;
      answerIfWaiting(sent, PipeAnswer.DONE.message());
    }
  }

  private void answerWaiting(PipeRequest kind, int end, Message answer) {
    Iterator<FakeRequest> all = List.copyOf(waiting).iterator();
    all.forEachRemaining(
        each -> {
          if (each.kind() == kind && (each.message().first() & 1) == end) {
            answerIfWaiting(each, answer);
          }
        });
  }

  private void answerIfWaiting(FakeRequest request, Message answer) {
    if (waiting.remove(request)) {
      answers.put(request, answer);
    }
  }
}
