package io.forkpool.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SemaphoreStateTest {
  private SemaphoreState semaphore = new SemaphoreState(3, false);
  private FakeProcess a = new FakeProcess(semaphore, 101);
  private FakeProcess b = new FakeProcess(semaphore, 102);

  private void begin(int permits, boolean bounded) {
    semaphore = new SemaphoreState(permits, bounded);
    a = new FakeProcess(semaphore, 101);
    b = new FakeProcess(semaphore, 102);
  }

  private static Reply reply(FakeProcess process, SemaphoreCall call, int permits) {
    return process.ask(call.of(permits)).reply();
  }

  private long available() {
    return new FakeProcess(semaphore, 199).tell(SemaphoreCall.AVAILABLE.of(0)).first();
  }

  @Test
  void permitsGoToTheFirstWhoAskedEvenIfASecondAskedForFewer() {
    reply(a, SemaphoreCall.ACQUIRE, 2);
    FakeProcess.Asked many = b.ask(SemaphoreCall.ACQUIRE.of(3));
    FakeProcess.Asked few = b.ask(SemaphoreCall.ACQUIRE.of(1));
    assertFalse(few.answered());
    assertEquals(Reply.DONE, reply(a, SemaphoreCall.TRY, 1), "tryAcquire does not wait its turn");
    assertEquals(Reply.CANCELLED, many.cancel());
    assertFalse(few.answered());
    reply(a, SemaphoreCall.RELEASE, 1);
    assertEquals(Reply.DONE, few.reply());
  }

  @Test
  void whoGivesUpMakesWayForOthers() {
    reply(a, SemaphoreCall.ACQUIRE, 2);
    FakeProcess.Asked many = b.ask(SemaphoreCall.ACQUIRE.of(3));
    FakeProcess.Asked few = a.ask(SemaphoreCall.ACQUIRE.of(1));
    many.cancel();
    assertEquals(Reply.DONE, few.reply());
  }

  @Test
  void deathGivesBackWhatWasHeldAndServesWhoWaits() {
    reply(a, SemaphoreCall.ACQUIRE, 3);
    reply(a, SemaphoreCall.RELEASE, 1);
    FakeProcess.Asked waits = b.ask(SemaphoreCall.ACQUIRE.of(3));
    a.die();
    assertEquals(Reply.DONE, waits.reply());
    assertEquals(0, available());
    b.die();
    assertEquals(3, available());
  }

  @Test
  void deathOfTheFirstInLineServesTheNext() {
    reply(b, SemaphoreCall.ACQUIRE, 2);
    a.ask(SemaphoreCall.ACQUIRE.of(3));
    FakeProcess.Asked next = b.ask(SemaphoreCall.ACQUIRE.of(1));
    a.die();
    assertEquals(Reply.DONE, next.reply());
  }

  @Test
  void whatIsUsedUpAsASignalIsNotGivenBack() {
    begin(0, false);
    reply(a, SemaphoreCall.RELEASE, 5);
    reply(b, SemaphoreCall.ACQUIRE, 4);
    b.die();
    assertEquals(1, available());
  }

  @Test
  void whatAnotherReleasesIsNotGivenBackOnceMore() {
    reply(a, SemaphoreCall.ACQUIRE, 3);
    reply(b, SemaphoreCall.RELEASE, 2);
    a.die();
    assertEquals(2, available());
  }

  @Test
  void boundedRefusesMoreThanInTheBeginningAndChangesNothing() {
    begin(3, true);
    reply(a, SemaphoreCall.ACQUIRE, 2);
    assertEquals(Reply.REFUSED, reply(b, SemaphoreCall.RELEASE, 3));
    assertEquals(1, available());
    a.die();
    assertEquals(3, available());
  }

  @Test
  void drainedPermitsAreHeld() {
    assertEquals(3, a.tell(SemaphoreCall.DRAIN.of(0)).first());
    assertEquals(0, a.tell(SemaphoreCall.DRAIN.of(0)).first());
    a.die();
    assertEquals(3, available());
  }

  @Test
  void morePermitsThanAnIntAreDrainedByParts() {
    begin(Integer.MAX_VALUE, false);
    reply(a, SemaphoreCall.RELEASE, 5);
    assertEquals(Integer.MAX_VALUE, a.tell(SemaphoreCall.DRAIN.of(0)).first());
    assertEquals(5, available());
  }

  @Test
  void nonsenseIsMalformed() {
    assertThrows(MalformedRequestException.class, () -> a.ask(SemaphoreCall.ACQUIRE.of(-1)));
    assertThrows(MalformedRequestException.class, () -> a.ask(SemaphoreCall.RELEASE.of(-1)));
    assertThrows(MalformedRequestException.class, () -> a.ask(Message.of(77)));
  }

  /** Whatever is asked, given up or dies: nothing is lost, and nobody waits for what is there. */
  @RepeatedTest(40)
  void everyInterleavingKeepsPermitsTogether() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    begin(5, random.nextBoolean());
    List<FakeProcess> processes = new ArrayList<>(List.of(a, b));
    Map<FakeProcess, Integer> held = new HashMap<>();
    Queue<FakeProcess.Asked> line = new ArrayDeque<>();
    for (int step = 0; step < 3_000; step++) {
      String where = "seed " + seed + ", step " + step;
      FakeProcess process = processes.get(random.nextInt(processes.size()));
      int has = held.getOrDefault(process, 0);
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> line.add(process.ask(SemaphoreCall.ACQUIRE.of(random.nextInt(6))));
        case 3 -> {
          int count = random.nextInt(4);
          if (reply(process, SemaphoreCall.TRY, count) == Reply.DONE) {
            held.put(process, has + count);
          }
        }
        case 4, 5, 6, 7 -> {
          if (has > 0) {
            int count = 1 + random.nextInt(has);
            held.put(process, has - count);
            assertEquals(Reply.DONE, reply(process, SemaphoreCall.RELEASE, count), where);
          }
        }
        case 8 -> {
          if (!line.isEmpty()) {
            assertEquals(Reply.CANCELLED, line.remove().cancel(), where);
          }
        }
        default -> {
          held.remove(process);
          line.removeIf(asked -> asked.session() == process);
          process.die();
          processes.remove(process);
          processes.add(new FakeProcess(semaphore, 200 + step));
        }
      }
      while (!line.isEmpty() && line.element().answered()) {
        FakeProcess.Asked served = line.remove();
        held.merge(served.session(), (int) served.message().first(), Integer::sum);
      }
      long there = 5 - held.values().stream().mapToInt(Integer::intValue).sum();
      assertEquals(there, available(), where);
      line.forEach(asked -> assertFalse(asked.answered(), where + ": served out of turn"));
      if (!line.isEmpty() && line.element().message().first() <= there) {
        throw new AssertionError(where + ": waits for what is there");
      }
    }
  }
}
