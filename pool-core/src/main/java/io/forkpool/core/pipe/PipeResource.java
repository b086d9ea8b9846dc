package io.forkpool.core.pipe;

import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Request;
import io.forkpool.core.broker.Resource;
import io.forkpool.core.broker.Session;
import java.util.function.LongConsumer;

/**
 * The state of a pipe.
 *
 * <p><b>When an end is open.</b> As with file descriptors: as long as any process has it open, or
 * is about to. So that the peer is told of the end of the stream when, and only when, nothing can
 * come any more, this is what counts:
 *
 * <ul>
 *   <li>A <em>hold</em>: a connection of a live process. The process that makes the pipe begins
 *       with one of each end. A hold ends with {@code close}, or with the session of its process:
 *       the kernel closes the socket of a process that dies, however it dies, so a killed holder is
 *       noticed at once.
 *   <li>A <em>ticket</em>: the end travels. It is issued before the bytes that name it exist, by a
 *       process that has the end open, and redeemed for a hold when they are decoded. So the sender
 *       may close the end right after passing it: there is no moment in which neither counts.
 * </ul>
 *
 * <p><b>Tickets that are never redeemed</b> must not keep the peer waiting for ever. Bytes get lost
 * unnoticed: a task is cancelled, its worker is killed before it decodes, the value beside the
 * connection cannot be encoded. While the issuer has the end open himself, a lost ticket changes
 * nothing. When he has it no more, two rules:
 *
 * <ul>
 *   <li>A ticket that is <em>bound</em> to a child process ends with that child, whose parent
 *       watches it and says so: at once, and without any limit of time before.
 *   <li>Any other <em>lapses</em> a minute later. Nothing tells whether its bytes are lost or still
 *       wait in some queue, so this is a compromise: of a task that waits longer than that, the
 *       peer sees the end of the stream too early, and the task finds its connection closed.
 * </ul>
 *
 * <p><b>Fork.</b> A child has copies of its parent's connections, but no hold: it is another
 * process, with a session of its own, and attaches with its first use. For what the child's target
 * refers to the parent issues tickets bound to the child before {@code start} returns, so it may
 * close its own at once; the child redeems them by its process id, for a captured connection knows
 * no number. It has nothing open of what else it copied: unlike descriptors, ends that siblings
 * inherit by accident do not keep a stream from ending.
 *
 * <p><b>When an end closes for good</b>, what was sent to it is dropped, its senders are told of a
 * broken pipe, and the other end's receivers of the end of the stream, behind what was sent to
 * them. It never opens again: attaching to it is not refused, but all that is asked through such a
 * connection is answered with {@link PipeAnswer#CLOSED}. With both ends closed the pipe is gone.
 */
final class PipeResource implements Resource {
  private final PipeEnd[] ends = new PipeEnd[2];
  private final Runnable whenGone;
  private long lastTicket;

  /**
   * @param lapseLater is told of tickets for which a request {@link PipeRequest#LAPSE} is to come
   *     when their time is over
   * @param whenGone called once, when both ends are closed for good; must not wait
   */
  PipeResource(LongConsumer lapseLater, Runnable whenGone) {
    this.whenGone = whenGone;
    for (int end = 0; end < ends.length; end++) {
      ends[end] = new PipeEnd(new Inbox(end), lapseLater);
    }
  }

  /** Where a connection is: the end, and which of its process's connections it is. */
  static long place(int end, long connection) {
    return connection << 1 | end;
  }

  /** Names the resource; before the first request. */
  void belongsTo(long id) {
    ends[0].inbox().belongsTo(id);
    ends[1].inbox().belongsTo(id);
  }

  @Override
  public void handle(Request request) {
    Message message = request.message();
    PipeRequest kind = PipeRequest.of(message.code());
    switch (kind) {
      case ATTACH, CLOSE -> tellOfHold(kind, request);
      case BIND, DROP, LAPSE -> tellOfTicket(kind, message);
      default -> ask(kind, request);
    }
  }

  private void tellOfHold(PipeRequest kind, Request request) {
    Message message = request.message();
    int side = (int) message.first() & 1;
    Hold hold = hold(request);
    if (kind == PipeRequest.ATTACH) {
      ends[side].attach(hold, message.second());
    } else {
      ends[side].close(hold);
      ends[0].inbox().close(hold);
      ends[1].inbox().close(hold);
      settle();
    }
  }

  private void tellOfTicket(PipeRequest kind, Message message) {
    for (PipeEnd end : ends) {
      switch (kind) {
        case BIND -> end.bind(message.first(), message.second());
        case DROP -> end.drop(message.first());
        default -> end.lapse(message.first());
      }
    }
    settle();
  }

  private void ask(PipeRequest kind, Request request) {
    int side = (int) request.message().first() & 1;
    PipeEnd here = ends[side];
    Inbox received = here.inbox();
    Waiter waiter = new Waiter(request, hold(request));
    if (request.answered() && !kind.mayBeTold()) {
      throw new MalformedRequestException(kind + " without a wish for an answer");
    }
    if (!here.has(waiter.hold())) {
      waiter.answer(PipeAnswer.CLOSED.message());
      return;
    }
    switch (kind) {
      case SEND_OBJECT, SEND_BYTES -> ends[1 - side].inbox().send(waiter);
      case RECEIVE, RECEIVE_BYTES -> received.receive(waiter);
      case AWAIT -> received.await(waiter);
      case WATCH -> received.watch(request.session());
      case WATCH_PEER -> ends[1 - side].inbox().watchAbandonment(request.session());
      case POLL -> {
        PipeAnswer state = received.ready() ? PipeAnswer.DONE : PipeAnswer.NOT_READY;
        waiter.answer(state.message());
      }
      case ISSUE -> {
        here.issue(request.session(), ++lastTicket);
        waiter.answer(PipeAnswer.DONE.message(lastTicket));
      }
      default -> throw new IllegalStateException("not asked: " + kind);
    }
  }

  private static Hold hold(Request request) {
    return new Hold(request.session(), request.message().first());
  }

  @Override
  public void cancel(Request request) {
    Message cancelled = Message.of(Answer.CANCELLED);
    ends[0].inbox().cancel(request, cancelled);
    ends[1].inbox().cancel(request, cancelled);
    settle();
  }

  @Override
  public void sessionEnded(Session session) {
    for (PipeEnd end : ends) {
      end.inbox().sessionEnded(session);
    }
    for (PipeEnd end : ends) {
      end.sessionEnded(session);
    }
    settle();
  }

  /** Closes what has to be closed, before senders are told that there is room. */
  private void settle() {
    boolean changed = false;
    for (int side = 0; side < ends.length; side++) {
      if (ends[side].settle()) {
        changed = true;
        ends[side].inbox().abandon();
        ends[1 - side].inbox().end();
      }
    }
    for (PipeEnd end : ends) {
      end.inbox().answerSenders();
    }
    if (changed && !ends[0].isOpen() && !ends[1].isOpen()) {
      whenGone.run();
    }
  }
}
