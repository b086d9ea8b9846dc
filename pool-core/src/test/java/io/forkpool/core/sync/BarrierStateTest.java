package io.forkpool.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BarrierStateTest {
  private BarrierState barrier = new BarrierState(3, false);
  private FakeProcess a = new FakeProcess(barrier, 101);
  private FakeProcess b = new FakeProcess(barrier, 102);
  private FakeProcess c = new FakeProcess(barrier, 103);

  private void withAction() {
    barrier = new BarrierState(3, true);
    a = new FakeProcess(barrier, 101);
    b = new FakeProcess(barrier, 102);
    c = new FakeProcess(barrier, 103);
  }

  private static FakeProcess.Asked come(FakeProcess process) {
    return process.ask(BarrierCall.AWAIT.message());
  }

  private Message state() {
    return new FakeProcess(barrier, 199).tell(BarrierCall.STATE.message());
  }

  private static void assertReplies(Reply expected, FakeProcess.Asked... asked) {
    for (FakeProcess.Asked each : asked) {
      assertEquals(expected, each.reply());
    }
  }

  @Test
  void letsAllGoWhenTheLastHasComeAgainAndAgain() {
    for (int round = 0; round < 3; round++) {
      FakeProcess.Asked first = come(a);
      FakeProcess.Asked second = come(b);
      assertFalse(first.answered());
      assertEquals(2, state().first());
      FakeProcess.Asked third = come(c);
      assertEquals(
          List.of(2L, 1L, 0L),
          Stream.of(first, second, third).map(asked -> asked.answer().first()).toList());
      assertEquals(0, state().first());
    }
  }

  @Test
  void breaksIfOneDiesGivesUpOrWasInterruptedBeforeItCame() {
    FakeProcess.Asked first = come(a);
    come(b);
    b.die();
    assertReplies(Reply.BROKEN, first, come(c));
    assertEquals(1, state().second());
    c.tell(BarrierCall.RESET.message());
    assertEquals(0, state().second());

    FakeProcess.Asked second = come(a);
    assertEquals(Reply.CANCELLED, come(c).cancel());
    assertReplies(Reply.BROKEN, second);
    c.tell(BarrierCall.RESET.message());

    FakeProcess.Asked third = come(a);
    c.tell(BarrierCall.BREAK.message());
    assertReplies(Reply.BROKEN, third);
  }

  @Test
  void deathOfOneThatDoesNotWaitBreaksNothing() {
    come(a);
    come(b);
    come(c);
    FakeProcess.Asked next = come(a);
    b.die();
    assertFalse(next.answered());
    assertEquals(0, state().second());
  }

  @Test
  void resetBreaksForThoseThatWaitOnly() {
    FakeProcess.Asked old = come(a);
    b.tell(BarrierCall.RESET.message());
    assertReplies(Reply.BROKEN, old);
    FakeProcess.Asked first = come(a);
    FakeProcess.Asked second = come(b);
    come(c);
    assertReplies(Reply.DONE, first, second);
  }

  @Test
  void theLastRunsTheActionWhileTheOthersWait() {
    withAction();
    FakeProcess.Asked first = come(a);
    FakeProcess.Asked second = come(b);
    FakeProcess.Asked last = come(c);
    assertReplies(Reply.ACT, last);
    FakeProcess.Asked early = come(a);
    assertFalse(first.answered());
    Message acted = c.tell(BarrierCall.ACTED.of(last.answer().first()));
    assertEquals(Reply.DONE, Reply.of(acted));
    assertEquals(0, acted.first());
    assertReplies(Reply.DONE, first, second);
    assertFalse(early.answered());
    assertEquals(1, state().first());
  }

  @Test
  void actionThatFailsOrDiesOrTakesTooLongBreaks() {
    withAction();
    FakeProcess.Asked first = come(a);
    come(b);
    c.tell(BarrierCall.FAILED.of(come(c).answer().first()));
    assertReplies(Reply.BROKEN, first);
    c.tell(BarrierCall.RESET.message());

    FakeProcess.Asked waits = come(a);
    FakeProcess.Asked impatient = come(b);
    FakeProcess.Asked actor = come(c);
    assertEquals(Reply.CANCELLED, impatient.cancel());
    assertReplies(Reply.BROKEN, waits);
    assertEquals(Reply.BROKEN, Reply.of(c.tell(BarrierCall.ACTED.of(actor.answer().first()))));
    c.tell(BarrierCall.RESET.message());

    FakeProcess.Asked last = come(a);
    come(b);
    come(c);
    c.die();
    assertReplies(Reply.BROKEN, last);
  }

  @Test
  void whoComesEarlyAndGivesUpBreaksTheNextGenerationOnly() {
    withAction();
    FakeProcess.Asked first = come(a);
    come(b);
    FakeProcess.Asked actor = come(c);
    FakeProcess.Asked early = come(a);
    FakeProcess.Asked alsoEarly = come(b);
    assertEquals(Reply.CANCELLED, early.cancel());
    assertReplies(Reply.BROKEN, alsoEarly, come(b));
    assertFalse(first.answered());
    c.tell(BarrierCall.ACTED.of(actor.answer().first()));
    assertReplies(Reply.DONE, first);
    assertEquals(1, state().second());
  }

  @Test
  void nobodyActsForAnother() {
    withAction();
    FakeProcess.Asked first = come(a);
    come(b);
    long generation = come(c).answer().first();
    assertEquals(Reply.BROKEN, Reply.of(b.tell(BarrierCall.ACTED.of(generation))));
    assertEquals(Reply.BROKEN, Reply.of(c.tell(BarrierCall.ACTED.of(generation + 1))));
    assertFalse(first.answered());
    assertThrows(MalformedRequestException.class, () -> a.ask(Message.of(6)));
  }

  /** All of a generation go on, each with a place of its own, or none does. */
  @RepeatedTest(40)
  void everyInterleavingLetsAllGoOrNone() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<FakeProcess> processes = new ArrayList<>(List.of(a, b, c));
    List<FakeProcess.Asked> come = new ArrayList<>();
    boolean broken = false;
    for (int step = 0; step < 3_000; step++) {
      String where = "seed " + seed + ", step " + step;
      FakeProcess process = processes.get(random.nextInt(processes.size()));
      int waitedBefore = come.size();
      boolean breaks = false;
      switch (random.nextInt(8)) {
        case 0 -> {
          come.removeIf(asked -> asked.session() == process);
          breaks = come.size() < waitedBefore;
          process.die();
          processes.remove(process);
          processes.add(new FakeProcess(barrier, 200 + step));
        }
        case 1 -> {
          process.tell(BarrierCall.RESET.message());
          come.forEach(asked -> assertEquals(Reply.BROKEN, asked.reply(), where));
          come.clear();
          broken = false;
        }
        case 2 -> {
          if (!come.isEmpty()) {
            assertEquals(Reply.CANCELLED, come.remove(0).cancel(), where);
            breaks = true;
          }
        }
        default -> come.add(come(process));
      }
      if (breaks || broken) {
        broken = true;
        come.forEach(asked -> assertEquals(Reply.BROKEN, asked.reply(), where));
        come.clear();
      } else if (come.size() == 3) {
        Set<Long> places = new HashSet<>();
        come.forEach(asked -> assertTrue(places.add(asked.answer().first()), where));
        come.forEach(asked -> assertEquals(Reply.DONE, asked.reply(), where));
        assertEquals(Set.of(0L, 1L, 2L), places, where);
        come.clear();
      }
      come.forEach(asked -> assertFalse(asked.answered(), where));
      assertEquals(come.size(), state().first(), where);
      assertEquals(broken ? 1 : 0, state().second(), where);
    }
  }
}
