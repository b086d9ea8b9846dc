package io.forkpool.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Message;
import io.forkpool.core.channel.Ledger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queue's state machine, without any process. */
class QueueResourceTest {
  private static final int RING = 1 << 10;
  private QueueResource queue = new QueueResource(Integer.MAX_VALUE, this);

  private FakeProcess plain(long pid) {
    return new FakeProcess(queue, pid);
  }

  private FakeProcess fast(long pid) {
    return plain(pid).withAccounts(queue.accounts(), RING);
  }

  @Test
  void itemsComeInTheOrderOfTheirPuts() {
    FakeProcess producer = plain(1);
    for (int item = 0; item < 5; item++) {
      assertEquals(QueueAnswer.DONE, producer.put(item).outcome());
    }
    assertEquals(List.of(0, 1, 2, 3, 4), plain(2).drain());
  }

  @Test
  void aTakerWaitsForAnItemAndThoseWhoCameFirstAreServedFirst() {
    FakeProcess consumer = plain(1);
    FakeRequest first = consumer.take();
    FakeRequest second = plain(2).take();
    assertNull(first.outcome());
    plain(3).put(7);
    assertEquals(7, consumer.handOut(first));
    assertNull(second.outcome());
  }

  @Test
  void aFullQueueTakesNoMoreUntilSomethingIsTaken() {
    queue = new QueueResource(2, this);
    FakeProcess producer = fast(1);
    producer.put(1);
    producer.put(2);
    assertEquals(QueueAnswer.FULL, producer.offer(3).outcome());
    FakeRequest waiting = producer.put(3);
    assertNull(waiting.outcome());
    assertEquals(0, producer.number(QueueCall.ROOM));
    FakeProcess consumer = plain(2);
    assertEquals(1, consumer.handOut(consumer.poll()));
    assertEquals(QueueAnswer.DONE, waiting.outcome());
    assertEquals(List.of(2, 3), consumer.drain());
  }

  @Test
  void grantedPlacesAreNoRoomForOthersAndAreTakenBackWhenTheyNeedIt() {
    queue = new QueueResource(10, this);
    FakeProcess greedy = fast(1);
    greedy.put(0); // is granted places besides
    assertTrue(greedy.claimPlace());
    FakeProcess other = plain(2);
    int accepted = 0;
    while (other.offer(100).outcome() == QueueAnswer.DONE) {
      accepted++;
    }
    assertEquals(8, accepted); // one is in, one place is claimed
    assertFalse(greedy.claimPlace());
    greedy.write(1);
    assertEquals(10, other.number(QueueCall.SIZE));
  }

  @Test
  void whatIsPutWithoutARequestIsThereForWhoeverAsks() {
    FakeProcess producer = fast(1);
    producer.put(0);
    for (int item = 1; item < 20; item++) {
      assertNull(producer.putAnyWay(item), "it needs no request");
    }
    assertEquals(20, plain(2).number(QueueCall.SIZE));
    assertEquals(20, plain(2).drain().size());
  }

  /** Puts without requests, so that nobody has looked yet. */
  private FakeProcess withItemsInItsRing(int first, int count) {
    FakeProcess producer = fast(1);
    producer.put(first);
    for (int item = first + 1; item < first + count; item++) {
      assertNull(producer.putAnyWay(item), "it needs no request");
    }
    return producer;
  }

  @Test
  void whatIsPutStaysInTheRingUntilItIsWanted() {
    queue = new QueueResource(Integer.MAX_VALUE, this, 1);
    FakeProcess producer = withItemsInItsRing(0, 1);
    int most = producer.fillRing(1);
    FakeProcess consumer = plain(2);
    for (int item = 0; item < 10; item++) {
      assertEquals(item, consumer.handOut(consumer.poll()));
    }
    assertEquals(9, producer.fillRing(most + 1), "the first one was not in the ring");
    assertEquals(most, consumer.number(QueueCall.SIZE));
    assertEquals(most, producer.fillRing(most + 10), "the ring was emptied for that");
  }

  @Test
  void whoPutsIsToldHowMuchLeaves() {
    FakeProcess producer = fast(1);
    FakeProcess consumer = plain(2);
    int count = 5_000;
    for (int item = 0; item < count; item++) {
      producer.put(item);
      consumer.poll();
    }
    long bytes = (long) count * Integer.BYTES;
    assertTrue(producer.departed() > bytes / 2 && producer.departed() <= bytes);
  }

  @Test
  void whatIsSentAheadIsTakenFromTheRing() {
    queue = new QueueResource(Integer.MAX_VALUE, this, 1);
    withItemsInItsRing(0, 20);
    FakeProcess consumer = fast(2);
    assertEquals(0, consumer.handOut(consumer.take()));
    assertEquals(1, consumer.handOut(consumer.take()));
    assertEquals(QueueAnswer.LENT, consumer.take().outcome());
    assertTrue(consumer.unclaimed() > 1, "several at once");
  }

  @Test
  void whatIsOrderedIsDeliveredFromTheRing() {
    FakeProcess producer = withItemsInItsRing(0, 1);
    FakeProcess consumer = fast(2);
    assertEquals(0, consumer.handOut(consumer.take()));
    assertTrue(consumer.order(5));
    assertTrue(producer.claimPlace());
    producer.write(1);
    consumer.tell();
    assertEquals(1, consumer.handOutAhead());
  }

  @Test
  void whoOrdersWhatIsInTheRingIsToldToAsk() {
    queue = new QueueResource(Integer.MAX_VALUE, this, 1);
    withItemsInItsRing(0, 3);
    FakeProcess consumer = plain(2);
    assertEquals(0, consumer.handOut(consumer.poll()));
    FakeProcess ordering = fast(3);
    assertTrue(ordering.order(5));
    assertFalse(ordering.waitsForDelivery());
  }

  @Test
  void whatIsPutByARequestIsBehindWhatIsInTheRing() {
    queue = new QueueResource(Integer.MAX_VALUE, this, 1);
    FakeProcess producer = withItemsInItsRing(0, 3);
    producer.put(3);
    assertEquals(List.of(0, 1, 2, 3), plain(2).drain());
  }

  @Test
  void whoWaitsIsServedBeforeWhoPollsAlsoWhenNobodyHasToldOfTheItem() {
    FakeProcess producer = withItemsInItsRing(0, 1);
    plain(2).drain();
    FakeProcess waiting = plain(3);
    FakeRequest taker = waiting.take();
    assertTrue(producer.claimPlace());
    producer.write(1);
    assertTrue(producer.claimPlace());
    producer.write(2);
    FakeProcess polling = plain(4);
    assertEquals(2, polling.handOut(polling.poll()));
    assertEquals(1, waiting.handOut(taker));
  }

  @Test
  void anItemThatNobodyHasLookedAtIsNotDone() {
    queue = new QueueResource(Integer.MAX_VALUE, this, 1);
    FakeProcess producer = withItemsInItsRing(0, 1);
    FakeProcess consumer = plain(2);
    assertEquals(0, consumer.handOut(consumer.poll()));
    FakeRequest joiner = consumer.ask(QueueCall.AWAIT_TASKS.message());
    assertTrue(producer.claimPlace());
    producer.write(1);
    consumer.outcome(QueueCall.TASK_DONE);
    assertNull(joiner.outcome());
    assertEquals(1, consumer.handOut(consumer.poll()));
    consumer.outcome(QueueCall.TASK_DONE);
    assertEquals(QueueAnswer.DONE, joiner.outcome());
  }

  @Test
  void whileATakerWaitsPutsAreTold() {
    FakeProcess producer = fast(1);
    producer.put(0);
    FakeProcess consumer = plain(2);
    consumer.drain();
    assertTrue(producer.claimPlace());
    FakeRequest waiting = consumer.take();
    assertTrue(producer.write(1), "the taker waits for that");
    producer.tell();
    assertEquals(1, consumer.handOut(waiting));
    assertTrue(producer.claimPlace());
    assertFalse(producer.write(2), "nobody waits");
  }

  @Test
  void whileAPutterWaitsItIsToldWhatIsHandedOut() {
    queue = new QueueResource(4, this);
    FakeProcess producer = plain(1);
    FakeProcess consumer = fast(2);
    List.of(0, 1).forEach(producer::put);
    assertEquals(0, consumer.handOut(consumer.take()));
    assertEquals(1, consumer.handOut(consumer.take())); // from now on several are sent
    List.of(2, 3, 4, 5).forEach(producer::put);
    assertEquals(2, consumer.handOut(consumer.take()));
    producer.put(6);
    FakeRequest waiting = producer.put(7);
    assertNull(waiting.outcome());
    assertEquals(3, consumer.handOutAhead());
    assertEquals(QueueAnswer.DONE, waiting.outcome());
  }

  @Test
  void whatWasSentAheadGoesToWhoAsks() {
    FakeProcess producer = plain(1);
    FakeProcess slow = fast(2);
    for (int item = 0; item < 10; item++) {
      producer.put(item);
    }
    assertEquals(0, slow.handOut(slow.take()));
    assertEquals(1, slow.handOut(slow.take())); // 2 and more lie in its tray
    assertEquals(8, producer.number(QueueCall.SIZE));
    FakeProcess other = plain(3);
    assertEquals(List.of(2, 3, 4, 5, 6, 7, 8, 9), other.drain());
    assertNull(slow.handOutAhead());
  }

  @Test
  void theFirstItemOfAnAnswerIsNotTakenBack() {
    FakeProcess producer = plain(1);
    List.of(0, 1).forEach(producer::put);
    FakeProcess slow = fast(2);
    FakeRequest answered = slow.take();
    assertEquals(List.of(1), plain(3).drain());
    assertEquals(0, slow.handOut(answered));
  }

  @Test
  void aConsumerThatDiesLosesOnlyWhatItWasHanded() {
    FakeProcess producer = plain(1);
    for (int item = 0; item < 10; item++) {
      producer.put(item);
    }
    FakeProcess consumer = fast(2);
    assertEquals(0, consumer.handOut(consumer.take()));
    assertEquals(1, consumer.handOut(consumer.take()));
    assertEquals(2, consumer.handOutAhead());
    consumer.end();
    assertEquals(List.of(3, 4, 5, 6, 7, 8, 9), plain(3).drain());
  }

  @Test
  void aConsumerThatDiesBeforeItsAnswerArrivesLosesNothing() {
    FakeProcess consumer = fast(2);
    FakeRequest waiting = consumer.take();
    plain(1).put(5);
    assertEquals(QueueAnswer.LENT, waiting.outcome());
    consumer.end();
    assertEquals(List.of(5), plain(3).drain());
  }

  @Test
  void aWaitingConsumerThatDiesIsNotServed() {
    FakeProcess consumer = plain(2);
    FakeRequest waiting = consumer.take();
    consumer.end();
    plain(1).put(5);
    assertNull(waiting.outcome());
    assertEquals(List.of(5), plain(3).drain());
  }

  @Test
  void aProducerThatDiesInTheMidstOfAPutLeavesNoPlaceTaken() {
    queue = new QueueResource(4, this);
    FakeProcess producer = fast(1);
    producer.put(0);
    assertTrue(producer.claimPlace());
    producer.end();
    FakeProcess other = plain(2);
    List.of(1, 2, 3).forEach(item -> assertEquals(QueueAnswer.DONE, other.offer(item).outcome()));
    assertEquals(QueueAnswer.FULL, other.offer(4).outcome());
  }

  @Test
  void whatAProducerPutBeforeItDiedIsThere() {
    FakeProcess producer = fast(1);
    producer.put(0);
    producer.putAnyWay(1);
    producer.end();
    assertEquals(List.of(0, 1), plain(2).drain());
  }

  @Test
  void afterCloseThereAreNoPutsAndWaitingPuttersAreTold() {
    queue = new QueueResource(1, this);
    FakeProcess producer = plain(1);
    producer.put(0);
    FakeRequest waiting = producer.put(1);
    assertEquals(QueueAnswer.DONE, producer.outcome(QueueCall.CLOSE));
    assertEquals(QueueAnswer.CLOSED, waiting.outcome());
    assertEquals(QueueAnswer.CLOSED, producer.put(2).outcome());
    assertEquals(QueueAnswer.CLOSED, producer.offer(2).outcome());
    FakeProcess consumer = plain(2);
    assertEquals(0, consumer.handOut(consumer.take()));
    assertEquals(QueueAnswer.CLOSED, consumer.take().outcome());
    assertEquals(QueueAnswer.CLOSED, consumer.poll().outcome());
  }

  @Test
  void closeWakesWaitingTakersAndRevokesGrantedPlaces() {
    FakeProcess producer = fast(1);
    producer.put(0);
    plain(2).drain();
    FakeRequest waiting = plain(2).take();
    plain(3).outcome(QueueCall.CLOSE);
    assertEquals(QueueAnswer.CLOSED, waiting.outcome());
    assertFalse(producer.claimPlace());
  }

  @Test
  void aPutThatBeganBeforeTheCloseIsWaitedFor() {
    FakeProcess producer = fast(1);
    FakeProcess consumer = plain(2);
    producer.put(0);
    consumer.drain();
    assertTrue(producer.claimPlace());
    plain(3).outcome(QueueCall.CLOSE);
    FakeRequest waiting = consumer.take();
    assertNull(waiting.outcome());
    assertTrue(producer.write(1));
    producer.tell();
    assertEquals(1, consumer.handOut(waiting));
    assertEquals(QueueAnswer.CLOSED, consumer.take().outcome());
  }

  @Test
  void aPutThatBeganBeforeTheCloseAndDiedIsNotWaitedFor() {
    FakeProcess producer = fast(1);
    FakeProcess consumer = plain(2);
    producer.put(0);
    consumer.drain();
    assertTrue(producer.claimPlace());
    plain(3).outcome(QueueCall.CLOSE);
    FakeRequest waiting = consumer.take();
    producer.end();
    assertEquals(QueueAnswer.CLOSED, waiting.outcome());
  }

  @Test
  void joinersWaitForAllTasks() {
    FakeProcess process = plain(1);
    process.put(0);
    process.put(1);
    FakeRequest joiner = process.ask(QueueCall.AWAIT_TASKS.message());
    process.drain();
    assertEquals(QueueAnswer.DONE, process.outcome(QueueCall.TASK_DONE));
    assertNull(joiner.outcome());
    process.outcome(QueueCall.TASK_DONE);
    assertEquals(QueueAnswer.DONE, joiner.outcome());
    assertEquals(QueueAnswer.TOO_OFTEN, process.outcome(QueueCall.TASK_DONE));
    assertEquals(QueueAnswer.DONE, process.outcome(QueueCall.AWAIT_TASKS));
  }

  @Test
  void joinersAreToldOfItemsThatDiedWithTheirConsumers() {
    FakeProcess owner = plain(1);
    List.of(0, 1, 2).forEach(owner::put);
    FakeProcess dying = fast(2);
    dying.handOut(dying.take());
    FakeRequest joiner = owner.ask(QueueCall.AWAIT_TASKS.message());
    dying.end();
    assertNull(joiner.outcome(), "there are others");
    FakeProcess good = plain(3);
    assertEquals(List.of(1, 2), good.drain());
    good.outcome(QueueCall.TASK_DONE);
    assertNull(joiner.outcome(), "one is being worked on");
    good.outcome(QueueCall.TASK_DONE);
    assertEquals(QueueAnswer.LOST, joiner.outcome());
    assertEquals(1, joiner.answer().first());
    assertEquals(QueueAnswer.DONE, owner.outcome(QueueCall.AWAIT_TASKS));
  }

  @Test
  void cancelledRequestsHaveDoneNothing() {
    queue = new QueueResource(1, this);
    FakeProcess process = plain(1);
    FakeRequest taker = process.take();
    queue.cancel(taker);
    assertEquals(QueueAnswer.CANCELLED, taker.outcome());
    process.put(0);
    FakeRequest putter = process.put(1);
    queue.cancel(putter);
    assertEquals(QueueAnswer.CANCELLED, putter.outcome());
    assertEquals(List.of(0), process.drain());
  }

  @Test
  void clearDropsWhatIsThereAndWhatIsLent() {
    FakeProcess producer = plain(1);
    for (int item = 0; item < 10; item++) {
      producer.put(item);
    }
    FakeProcess consumer = fast(2);
    consumer.handOut(consumer.take());
    consumer.handOut(consumer.take());
    assertEquals(8, producer.number(QueueCall.CLEAR));
    assertNull(consumer.handOutAhead());
    assertEquals(0, producer.number(QueueCall.SIZE));
  }

  @Test
  void peekLeavesTheItemWhereItIs() {
    FakeProcess process = plain(1);
    assertEquals(QueueAnswer.EMPTY, process.outcome(QueueCall.PEEK));
    process.put(3);
    assertEquals(3, FakeProcess.number(process.ask(QueueCall.PEEK.message()).answer().body()));
    assertEquals(List.of(3), process.drain());
  }

  @Test
  void whatIsNoRequestIsRefused() {
    FakeProcess process = plain(1);
    assertThrows(MalformedRequestException.class, () -> process.ask(Message.of(99)));
    assertThrows(MalformedRequestException.class, () -> process.ask(Message.of(-1)));
    assertThrows(MalformedRequestException.class, () -> process.ask(QueueCall.NEWS.message()));
    assertThrows(MalformedRequestException.class, () -> process.ask(QueueCall.TAKE.message(1, 77)));
    FakeRequest silentTake = new FakeRequest(process.session, QueueCall.TAKE.message(), true);
    assertThrows(MalformedRequestException.class, () -> queue.handle(silentTake));
  }

  @Test
  void whatIsOrderedIsDeliveredAsSoonAsItIsPut() {
    FakeProcess consumer = fast(1);
    consumer.order(5);
    assertNull(consumer.handOutAhead());
    plain(2).put(7);
    assertEquals(1, consumer.unclaimed());
    assertEquals(7, consumer.handOutAhead());
    assertNull(consumer.handOutAhead());
  }

  @Test
  void whoOrdersWhatIsThereAlreadyIsToldToAsk() {
    FakeProcess consumer = fast(1);
    plain(2).put(7);
    consumer.order(5);
    assertFalse(consumer.waitsForDelivery());
    plain(2).tell(); // a hint is enough
    assertEquals(7, consumer.handOutAhead());
  }

  @Test
  void whatWasDeliveredToAnOrderIsTakenBackByWhoAsks() {
    FakeProcess stopped = fast(1);
    stopped.order(5);
    FakeProcess producer = plain(2);
    producer.put(7);
    assertEquals(1, producer.number(QueueCall.SIZE));
    FakeProcess consumer = plain(3);
    assertEquals(7, consumer.handOut(consumer.poll()));
    assertNull(stopped.handOutAhead());
  }

  @Test
  void anOrderIsNotDeliveredWhileAnotherProcessHoldsEarlierItems() {
    FakeProcess producer = plain(1);
    FakeProcess first = fast(2);
    first.order(5);
    producer.put(1);
    FakeProcess second = fast(3);
    second.order(5);
    producer.put(2);
    assertNull(second.handOutAhead());
    assertEquals(1, first.handOutAhead());
    producer.put(3);
    assertEquals(2, second.handOutAhead());
  }

  @Test
  void deliveredItemsOfAProcessThatEndsComeBack() {
    FakeProcess consumer = fast(1);
    consumer.order(5);
    plain(2).put(7);
    consumer.end();
    assertEquals(List.of(7), plain(3).drain());
  }

  @Test
  void aProcessThatSaysItUsedPlacesItNeverHadHoldsNobodyUp() {
    queue = new QueueResource(10, this);
    Ledger corrupt = Ledger.unshared(RING);
    FakeProcess broken = plain(1);
    queue.accounts().open(broken.session, corrupt);
    corrupt.puts().grant(5); // as if it had written that itself
    assertTrue(corrupt.puts().claim());
    FakeProcess producer = plain(2);
    for (int item = 0; item < 10; item++) {
      assertEquals(QueueAnswer.DONE, producer.offer(item).outcome());
    }
    producer.ask(QueueCall.CLOSE.message());
    FakeProcess consumer = plain(3);
    assertEquals(10, consumer.drain().size());
    assertEquals(QueueAnswer.CLOSED, consumer.take().outcome());
  }

  @Test
  void aCorruptLedgerIsNotBelievedWhenItsPlacesAreTakenBackEither() {
    Ledger corrupt = Ledger.unshared(RING);
    Account account = new Account(plain(1).session, corrupt);
    corrupt.puts().grant(5);
    assertTrue(corrupt.puts().claim());
    account.revokePlaces();
    assertEquals(0, account.onTheWay());
    assertEquals(0, account.places());
  }

  @Test
  void aQueueIsOverWhenItIsClosedAndEmptyAndItsMakerHasDroppedIt() {
    queue = new QueueResource(Integer.MAX_VALUE, null);
    FakeProcess process = plain(1);
    process.put(1);
    assertFalse(queue.isOver());
    process.ask(QueueCall.CLOSE.message());
    assertFalse(queue.isOver(), "there is an item");
    process.drain();
    assertTrue(queue.isOver());
    queue = new QueueResource(Integer.MAX_VALUE, this);
    plain(2).ask(QueueCall.CLOSE.message());
    assertFalse(queue.isOver(), "its maker may use it");
  }

  @Test
  void aQueueWhoseItemsAreReportedIsNotOverBeforeTheLastOne() {
    queue = new QueueResource(Integer.MAX_VALUE, null);
    FakeProcess process = plain(1);
    process.put(1);
    process.put(2);
    process.ask(QueueCall.CLOSE.message());
    process.drain();
    process.ask(QueueCall.TASK_DONE.message());
    assertFalse(queue.isOver());
    process.ask(QueueCall.TASK_DONE.message());
    assertTrue(queue.isOver());
  }

  @Test
  void aQueueIsNotOverWhileAnItemIsOnItsWayToAThread() {
    queue = new QueueResource(Integer.MAX_VALUE, null);
    plain(1).put(7);
    FakeProcess consumer = fast(2);
    FakeRequest taken = consumer.take();
    plain(1).ask(QueueCall.CLOSE.message());
    assertFalse(queue.isOver());
    assertEquals(7, consumer.handOut(taken));
    assertTrue(queue.isOver());
  }

  @Test
  void aQueueThatSomebodyAwaitsIsNotOver() {
    queue = new QueueResource(Integer.MAX_VALUE, null);
    FakeProcess process = plain(1);
    process.put(1);
    process.ask(QueueCall.AWAIT_TASKS.message());
    process.ask(QueueCall.CLOSE.message());
    process.drain();
    assertFalse(queue.isOver());
  }

  @Test
  void aProcessThatSaysItHandedOutMoreThanItHadLosesWhatItHad() {
    FakeProcess producer = plain(1);
    producer.put(1);
    Ledger corrupt = Ledger.unshared(RING);
    FakeProcess broken = plain(2);
    long account = queue.accounts().open(broken.session, corrupt);
    broken.ask(QueueCall.TAKE.message(1, account));
    corrupt.takes().grant(1_000);
    for (int i = 0; i < 500; i++) {
      assertTrue(corrupt.takes().claim());
    }
    producer.put(2);
    assertTrue(producer.number(QueueCall.SIZE) <= 2, "more items than were ever put");
    assertEquals(List.of(2), plain(3).drain());
  }

  @Test
  void anAccountOfAnotherProcessIsRefused() {
    fast(1);
    FakeProcess thief = plain(2);
    assertThrows(MalformedRequestException.class, () -> thief.ask(QueueCall.TAKE.message(1, 1)));
  }
}
