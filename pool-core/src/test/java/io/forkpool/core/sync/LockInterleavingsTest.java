package io.forkpool.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.broker.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Threads of processes that do anything they may, in any order, and die at any point. What is
 * checked does not know how the state works: who believes to hold the lock, what the dead left
 * behind, and that as many wake as were signalled.
 */
class LockInterleavingsTest {
  private static final int STEPS = 3_000;
  private static final int CONDITIONS = 2;

  private enum Doing {
    NOTHING,
    WAITING,
    HOLDING,
    AWAITING
  }

  private static final class Actor {
    final FakeProcess process;
    final long thread;
    Doing doing = Doing.NOTHING;
    FakeProcess.Asked asked;
    long since;

    Actor(FakeProcess process, long thread) {
      this.process = process;
      this.thread = thread;
    }

    FakeProcess.Asked ask(LockCall call, long condition) {
      return process.ask(Message.of(call.ordinal(), thread, condition));
    }

    boolean is(Doing what) {
      return doing == what;
    }
  }

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final LockState lock = new LockState();
  private final List<Actor> actors = new ArrayList<>();

  /** How many of those that wait on a condition must wake, whoever they are. */
  private final int[] owed = new int[CONDITIONS + 1];

  private boolean inconsistent;
  private long clock;
  private long pids;

  @RepeatedTest(40)
  void everyInterleavingKeepsTheRules() {
    for (int i = 0; i < 3; i++) {
      born();
    }
    try {
      for (clock = 1; clock <= STEPS; clock++) {
        step(actors.get(random.nextInt(actors.size())));
        see();
      }
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed + ", step " + clock, e);
    }
  }

  private void born() {
    FakeProcess process = new FakeProcess(lock, ++pids);
    actors.add(new Actor(process, 1));
    actors.add(new Actor(process, 2));
  }

  private void step(Actor actor) {
    if (random.nextInt(40) == 0) {
      die(actor.process);
      return;
    }
    switch (actor.doing) {
      case NOTHING -> take(actor);
      case WAITING, AWAITING -> {
        if (random.nextInt(8) == 0) {
          giveUp(actor);
        }
      }
      case HOLDING -> actAsHolder(actor);
    }
  }

  private void die(FakeProcess process) {
    List<Actor> dead = actors.stream().filter(actor -> actor.process == process).toList();
    actors.removeAll(dead);
    if (dead.stream().anyMatch(actor -> actor.is(Doing.HOLDING))) {
      inconsistent = true;
      for (int id = 1; id <= CONDITIONS; id++) {
        owed[id] = awaiting(id);
      }
    }
    capOwed();
    process.die();
    born();
  }

  private void take(Actor actor) {
    int kind = random.nextInt(3);
    if (kind == 0) {
      boolean free = actors.stream().noneMatch(other -> other.is(Doing.HOLDING));
      Reply expected = !free ? Reply.REFUSED : inconsistent ? Reply.HOLDER_LOST : Reply.DONE;
      assertEquals(expected, actor.ask(LockCall.TRY, 0).reply());
      actor.doing = expected == Reply.DONE ? Doing.HOLDING : Doing.NOTHING;
    } else {
      wait(actor, kind == 1 ? LockCall.TAKE : LockCall.TAKE_TO_REPAIR, 0, Doing.WAITING);
    }
  }

  private void wait(Actor actor, LockCall call, long condition, Doing doing) {
    actor.doing = doing;
    actor.since = clock;
    actor.asked = actor.ask(call, condition);
  }

  private void giveUp(Actor actor) {
    assertEquals(Reply.CANCELLED, actor.asked.cancel());
    if (actor.is(Doing.AWAITING)) {
      wait(actor, LockCall.TAKE_AGAIN, 0, Doing.WAITING);
      capOwed();
    } else if (actor.asked.message().code() == LockCall.TAKE_AGAIN.ordinal()) {
      wait(actor, LockCall.TAKE_AGAIN, 0, Doing.WAITING); // nobody gives that up
    } else {
      actor.doing = Doing.NOTHING;
    }
  }

  private void actAsHolder(Actor actor) {
    int condition = 1 + random.nextInt(CONDITIONS);
    switch (random.nextInt(6)) {
      case 0 -> wait(actor, LockCall.AWAIT, condition, Doing.AWAITING);
      case 1 -> {
        owed[condition] = Math.min(owed[condition] + 1, awaiting(condition));
        assertEquals(Reply.DONE, actor.ask(LockCall.SIGNAL, condition).reply());
      }
      case 2 -> {
        owed[condition] = awaiting(condition);
        assertEquals(Reply.DONE, actor.ask(LockCall.SIGNAL_ALL, condition).reply());
      }
      case 3 -> {
        inconsistent = false;
        assertEquals(Reply.DONE, actor.ask(LockCall.REPAIRED, 0).reply());
      }
      default -> {
        actor.doing = Doing.NOTHING;
        assertEquals(Reply.DONE, actor.ask(LockCall.GIVE_BACK, 0).reply());
      }
    }
  }

  private int awaiting(long condition) {
    return (int)
        actors.stream()
            .filter(actor -> actor.is(Doing.AWAITING))
            .filter(actor -> actor.asked.message().second() == condition)
            .count();
  }

  private void capOwed() {
    for (int id = 1; id <= CONDITIONS; id++) {
      owed[id] = Math.min(owed[id], awaiting(id));
    }
  }

  /** Takes in the answers, and checks what must hold after each step. */
  private void see() {
    for (Actor actor : actors) {
      if ((actor.is(Doing.WAITING) || actor.is(Doing.AWAITING)) && actor.asked.answered()) {
        answered(actor);
      }
    }
    long holders = actors.stream().filter(actor -> actor.is(Doing.HOLDING)).count();
    assertTrue(holders <= 1, holders + " hold the lock");
    if (holders == 0) {
      assertTrue(
          actors.stream().noneMatch(actor -> actor.is(Doing.WAITING)), "waits for a free lock");
      for (int id = 1; id <= CONDITIONS; id++) {
        assertEquals(0, owed[id], "a signal was lost");
      }
    }
  }

  private void answered(Actor actor) {
    Reply reply = actor.asked.reply();
    int code = actor.asked.message().code();
    if (actor.is(Doing.AWAITING)) {
      int condition = (int) actor.asked.message().second();
      assertTrue(owed[condition] > 0, "woken without a signal");
      owed[condition]--;
    }
    actor.doing = Doing.HOLDING;
    if (code == LockCall.TAKE.ordinal() && inconsistent) {
      assertEquals(Reply.HOLDER_LOST, reply);
      actor.doing = Doing.NOTHING;
      return;
    }
    assertEquals(inconsistent ? Reply.DONE_INCONSISTENT : Reply.DONE, reply);
    if (code == LockCall.TAKE.ordinal()) {
      assertFalse(
          actors.stream()
              .anyMatch(
                  other ->
                      other.is(Doing.WAITING)
                          && !other.asked.answered()
                          && other.since < actor.since),
          "got the lock before one that had asked earlier");
    }
  }
}
