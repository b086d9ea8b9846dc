package io.forkpool.core.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipeResourceTest {
  private static final long A = PipeResource.place(0, 1);
  private static final long B = PipeResource.place(1, 2);
  private static final int LARGE = 16 << 20;

  private final FakeSession owner = new FakeSession(100);
  private final FakeSession child = new FakeSession(200);
  private final FakeSession other = new FakeSession(300);
  private final List<Long> lapses = new ArrayList<>();
  private final AtomicInteger gone = new AtomicInteger();
  private final PipeResource pipe = new PipeResource(lapses::add, gone::incrementAndGet);

  @BeforeEach
  void open() {
    tell(owner, PipeRequest.ATTACH, A, 0);
    tell(owner, PipeRequest.ATTACH, B, 0);
  }

  private void tell(FakeSession session, PipeRequest kind, long first, long second) {
    pipe.handle(FakeRequest.tell(session, kind, first, second));
  }

  private FakeRequest ask(FakeSession session, PipeRequest kind, long place, long second) {
    FakeRequest request = FakeRequest.ask(session, kind, place, second);
    pipe.handle(request);
    return request;
  }

  private FakeRequest send(FakeSession session, long place, int length) {
    FakeRequest request =
        FakeRequest.ask(session, PipeRequest.SEND_BYTES, place, 0, new byte[length]);
    pipe.handle(request);
    return request;
  }

  private FakeRequest receive(FakeSession session, long place) {
    return ask(session, PipeRequest.RECEIVE, place, 0);
  }

  private long issue(FakeSession session, long place) {
    return ask(session, PipeRequest.ISSUE, place, 0).answer().first();
  }

  private void close(FakeSession session, long place) {
    tell(session, PipeRequest.CLOSE, place, 0);
  }

  /** The child has B, the owner has A only. */
  private void passToChild() {
    tell(child, PipeRequest.ATTACH, B, issue(owner, B));
    close(owner, B);
  }

  @Test
  void messageGoesToTheOtherEndOnly() {
    FakeRequest sent = send(owner, A, 3);
    assertEquals(PipeAnswer.DONE, sent.kindOfAnswer());
    FakeRequest wrong = receive(owner, A);
    assertNull(wrong.answer());
    assertSame(sent.message().body(), receive(owner, B).answer().body());
  }

  @Test
  void largeMessageIsOnTheWayAloneAndOthersWaitUntilItIsReceived() {
    assertEquals(PipeAnswer.DONE, send(owner, A, LARGE).kindOfAnswer());
    FakeRequest next = send(owner, A, 0);
    assertNull(next.answer());
    assertEquals(LARGE, receive(owner, B).answer().body().length);
    assertEquals(PipeAnswer.DONE, next.kindOfAnswer());
  }

  @Test
  void sendersWaitInTurnAndOneThatGivesUpHoldsUpNobody() {
    send(owner, A, (int) Inbox.ROOM / 2);
    FakeRequest large = send(owner, A, (int) Inbox.ROOM);
    FakeRequest small = send(owner, A, 1);
    assertNull(small.answer(), "would overtake");
    pipe.cancel(large);
    assertEquals(Answer.CANCELLED, large.answer().code());
    assertEquals(PipeAnswer.DONE, small.kindOfAnswer());
    receive(owner, B);
    assertEquals(1, receive(owner, B).answer().body().length, "the cancelled one was not sent");
  }

  private void sendUnanswered(FakeSession session, long place, int length) {
    pipe.handle(FakeRequest.tell(session, PipeRequest.SEND_BYTES, place, new byte[length]));
  }

  @Test
  void unansweredMessageStaysWhenItsSenderGoesThoughThereWasNoRoomForIt() {
    passToChild();
    sendUnanswered(child, B, LARGE);
    sendUnanswered(child, B, 2);
    FakeRequest waits = send(child, B, 3);
    assertNull(waits.answer(), "is behind what there is no room for");
    sendUnanswered(child, B, 4);
    pipe.sessionEnded(child);
    assertEquals(LARGE, receive(owner, A).answer().body().length);
    assertEquals(2, receive(owner, A).answer().body().length);
    assertEquals(4, receive(owner, A).answer().body().length, "the one that waited was not sent");
    assertEquals(PipeAnswer.END_OF_STREAM, receive(owner, A).kindOfAnswer());
  }

  @Test
  void whoSendsIsToldOnceThatNobodyHasTheOtherEndOpen() {
    passToChild();
    tell(child, PipeRequest.WATCH_PEER, B, 0);
    assertEquals(List.of(), child.events);
    close(owner, A);
    tell(other, PipeRequest.ATTACH, A, 0);
    assertEquals(1, child.events.size());
    assertEquals(PipeEvent.BROKEN.of(1), child.events.get(0));
    tell(child, PipeRequest.WATCH_PEER, B, 0);
    assertEquals(2, child.events.size(), "at once");
  }

  @Test
  void endOfStreamComesBehindWhatWasSentWhenTheLastHolderCloses() {
    passToChild();
    send(child, B, 7);
    close(child, B);
    assertEquals(7, receive(owner, A).answer().body().length);
    assertEquals(PipeAnswer.END_OF_STREAM, receive(owner, A).kindOfAnswer());
    assertEquals(PipeAnswer.DONE, ask(owner, PipeRequest.POLL, A, 0).kindOfAnswer());
    assertEquals(PipeAnswer.BROKEN, send(owner, A, 1).kindOfAnswer());
  }

  @Test
  void deadHolderWakesAllWhoWait() {
    passToChild();
    FakeRequest receiver = receive(owner, A);
    FakeRequest poller = ask(owner, PipeRequest.AWAIT, A, 0);
    tell(owner, PipeRequest.WATCH, A, 0);
    send(owner, A, LARGE);
    FakeRequest sender = send(owner, A, 1);
    pipe.sessionEnded(child);
    assertEquals(PipeAnswer.END_OF_STREAM, receiver.kindOfAnswer());
    assertEquals(PipeAnswer.DONE, poller.kindOfAnswer());
    assertEquals(List.of(Message.of(0, 0, 0)).size(), owner.events.size());
    assertEquals(PipeAnswer.BROKEN, sender.kindOfAnswer());
  }

  @Test
  void deadReceiverTakesNoMessageThatWasNotGivenToIt() {
    tell(child, PipeRequest.ATTACH, B, 0);
    FakeRequest dead = receive(child, B);
    pipe.sessionEnded(child);
    send(owner, A, 5);
    assertNull(dead.answer());
    assertEquals(5, receive(owner, B).answer().body().length);
  }

  @Test
  void endOnItsWayIsOpen() {
    long ticket = issue(owner, B);
    close(owner, B);
    FakeRequest receiver = receive(owner, A);
    assertNull(receiver.answer());
    tell(child, PipeRequest.ATTACH, B, ticket);
    send(child, B, 9);
    assertEquals(9, receiver.answer().body().length);
    pipe.sessionEnded(child);
    assertEquals(PipeAnswer.END_OF_STREAM, receive(owner, A).kindOfAnswer());
  }

  @Test
  void lostTicketLapsesAfterItsIssuerClosed() {
    long ticket = issue(owner, B);
    assertEquals(List.of(), lapses);
    close(owner, B);
    assertEquals(List.of(ticket), lapses);
    FakeRequest receiver = receive(owner, A);
    assertNull(receiver.answer());
    tell(owner, PipeRequest.LAPSE, ticket, 0);
    assertEquals(PipeAnswer.END_OF_STREAM, receiver.kindOfAnswer());
  }

  @Test
  void ticketOfAChildEndsWithTheChildAndNotWithTime() {
    long ticket = issue(owner, B);
    tell(owner, PipeRequest.BIND, ticket, child.pid());
    close(owner, B);
    tell(owner, PipeRequest.LAPSE, ticket, 0);
    FakeRequest receiver = receive(owner, A);
    assertEquals(List.of(), lapses);
    assertNull(receiver.answer());
    tell(owner, PipeRequest.DROP, ticket, 0);
    assertEquals(PipeAnswer.END_OF_STREAM, receiver.kindOfAnswer());
  }

  @Test
  void forkedChildTakesUpItsTicketByItsProcessId() {
    tell(owner, PipeRequest.BIND, issue(owner, B), child.pid());
    close(owner, B);
    tell(other, PipeRequest.ATTACH, B, 0);
    pipe.sessionEnded(other);
    FakeRequest receiver = receive(owner, A);
    assertNull(receiver.answer(), "the child's ticket is not another's to redeem");
    tell(child, PipeRequest.ATTACH, B, 0);
    close(child, B);
    assertEquals(PipeAnswer.END_OF_STREAM, receiver.kindOfAnswer());
  }

  @Test
  void forkedChildThatClosesWithoutUseGivesItsTicketUp() {
    tell(owner, PipeRequest.BIND, issue(owner, B), child.pid());
    close(owner, B);
    close(child, B);
    assertEquals(PipeAnswer.END_OF_STREAM, receive(owner, A).kindOfAnswer());
  }

  @Test
  void forkedChildMayBeFasterThanWordOfIt() {
    long ticket = issue(owner, B);
    tell(child, PipeRequest.ATTACH, B, 0);
    close(child, B);
    tell(owner, PipeRequest.BIND, ticket, child.pid());
    close(owner, B);
    assertEquals(PipeAnswer.END_OF_STREAM, receive(owner, A).kindOfAnswer());
  }

  @Test
  void endThatHasClosedForGoodDoesNotOpenAgain() {
    close(owner, B);
    tell(child, PipeRequest.ATTACH, B, 0);
    assertEquals(PipeAnswer.CLOSED, send(child, B, 1).kindOfAnswer());
    assertEquals(PipeAnswer.END_OF_STREAM, receive(owner, A).kindOfAnswer());
  }

  @Test
  void closingWakesTheWaitersOfThatConnectionAndNoOther() {
    long second = PipeResource.place(0, 9);
    tell(owner, PipeRequest.ATTACH, second, 0);
    FakeRequest mine = receive(owner, A);
    FakeRequest theirs = receive(owner, second);
    send(owner, B, 1);
    assertEquals(PipeAnswer.BYTES, mine.kindOfAnswer());
    FakeRequest again = receive(owner, A);
    close(owner, A);
    assertEquals(PipeAnswer.CLOSED, again.kindOfAnswer());
    assertNull(theirs.answer());
  }

  @Test
  void messageThatIsNotWhatWasAskedForStays() {
    FakeRequest waiting = ask(owner, PipeRequest.RECEIVE_BYTES, B, 4);
    send(owner, A, 5);
    assertEquals(PipeAnswer.TOO_LONG, waiting.kindOfAnswer());
    assertEquals(5, waiting.answer().first());
    assertEquals(PipeAnswer.TOO_LONG, ask(owner, PipeRequest.RECEIVE_BYTES, B, 4).kindOfAnswer());
    assertEquals(PipeAnswer.BYTES, ask(owner, PipeRequest.RECEIVE_BYTES, B, 5).kindOfAnswer());
    pipe.handle(FakeRequest.ask(owner, PipeRequest.SEND_OBJECT, A, 0, new byte[2]));
    assertEquals(PipeAnswer.NOT_BYTES, ask(owner, PipeRequest.RECEIVE_BYTES, B, 5).kindOfAnswer());
    assertEquals(PipeAnswer.OBJECT, receive(owner, B).kindOfAnswer());
  }

  @Test
  void pipeIsGoneWhenBothEndsAre() {
    close(owner, A);
    close(owner, A);
    assertEquals(0, gone.get());
    close(owner, B);
    assertEquals(1, gone.get());
  }

  @Test
  void nonsenseIsRefused() {
    Request unknown =
        new Request() {
          @Override
          public FakeSession session() {
            return child;
          }

          @Override
          public Message message() {
            return Message.of(99);
          }

          @Override
          public void answer(Message answer) {}

          @Override
          public boolean answered() {
            return false;
          }
        };
    assertThrows(MalformedRequestException.class, () -> pipe.handle(unknown));
    assertThrows(MalformedRequestException.class, () -> tell(child, PipeRequest.RECEIVE, B, 0));
  }
}
