package io.forkpool.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Message;
import org.junit.jupiter.api.Test;

class LockStateTest {
  private static final long CONDITION = 7;

  private final LockState lock = new LockState();
  private final FakeProcess a = new FakeProcess(lock, 101);
  private final FakeProcess b = new FakeProcess(lock, 102);
  private final FakeProcess c = new FakeProcess(lock, 103);

  private static FakeProcess.Asked ask(FakeProcess process, LockCall call, long... condition) {
    return process.ask(Message.of(call.ordinal(), 1, condition.length == 0 ? 0 : condition[0]));
  }

  private static Reply reply(FakeProcess process, LockCall call, long... condition) {
    return ask(process, call, condition).reply();
  }

  @Test
  void goesToTheFirstWhoAsked() {
    assertEquals(Reply.DONE, reply(a, LockCall.TAKE));
    FakeProcess.Asked second = ask(b, LockCall.TAKE);
    FakeProcess.Asked third = ask(c, LockCall.TAKE);
    assertEquals(Reply.REFUSED, reply(a, LockCall.TRY));
    assertFalse(second.answered());
    assertEquals(Reply.DONE, reply(a, LockCall.GIVE_BACK));
    assertEquals(Reply.DONE, second.reply());
    assertFalse(third.answered());
    assertEquals(Reply.DONE, reply(b, LockCall.GIVE_BACK));
    assertEquals(Reply.DONE, third.reply());
  }

  @Test
  void whoGivesUpLeavesTheLine() {
    reply(a, LockCall.TAKE);
    FakeProcess.Asked second = ask(b, LockCall.TAKE);
    FakeProcess.Asked third = ask(c, LockCall.TAKE);
    assertEquals(Reply.CANCELLED, second.cancel());
    reply(a, LockCall.GIVE_BACK);
    assertEquals(Reply.DONE, third.reply());
    assertEquals(Reply.DONE, third.cancel());
  }

  @Test
  void deathOfAWaiterDisturbsNobody() {
    reply(a, LockCall.TAKE);
    ask(b, LockCall.TAKE);
    FakeProcess.Asked third = ask(c, LockCall.TAKE);
    b.die();
    reply(a, LockCall.GIVE_BACK);
    assertEquals(Reply.DONE, third.reply());
  }

  @Test
  void deathOfTheHolderIsToldToAllUntilOneRepairs() {
    reply(a, LockCall.TAKE);
    FakeProcess.Asked waits = ask(b, LockCall.TAKE);
    a.die();
    assertEquals(Reply.HOLDER_LOST, waits.reply());
    assertEquals(101, waits.answer().first());
    assertEquals(Reply.HOLDER_LOST, reply(b, LockCall.TRY));
    assertEquals(1, state().second());
    assertEquals(Reply.DONE_INCONSISTENT, reply(c, LockCall.TAKE_TO_REPAIR));
    FakeProcess.Asked after = ask(b, LockCall.TAKE);
    assertEquals(Reply.DONE, reply(c, LockCall.REPAIRED));
    reply(c, LockCall.GIVE_BACK);
    assertEquals(Reply.DONE, after.reply());
    assertEquals(0, state().second());
  }

  private Message state() {
    return c.tell(Message.of(LockCall.STATE.ordinal(), 1, 0));
  }

  @Test
  void whoDoesNotRepairLeavesItInconsistent() {
    reply(a, LockCall.TAKE);
    a.die();
    FakeProcess.Asked first = ask(b, LockCall.TAKE_TO_REPAIR);
    FakeProcess.Asked second = ask(c, LockCall.TAKE_TO_REPAIR);
    assertEquals(Reply.DONE_INCONSISTENT, first.reply());
    reply(b, LockCall.GIVE_BACK);
    assertEquals(Reply.DONE_INCONSISTENT, second.reply());
    c.die();
    assertEquals(103, ask(b, LockCall.TAKE).answer().first());
  }

  @Test
  void signalsGoToWhoHasWaitedLongest() {
    FakeProcess.Asked first = waitOnCondition(a);
    FakeProcess.Asked second = waitOnCondition(b);
    reply(c, LockCall.TAKE);
    reply(c, LockCall.SIGNAL, CONDITION);
    assertFalse(first.answered());
    reply(c, LockCall.GIVE_BACK);
    assertEquals(Reply.DONE, first.reply());
    reply(a, LockCall.GIVE_BACK);
    assertFalse(second.answered());
  }

  private FakeProcess.Asked waitOnCondition(FakeProcess process) {
    assertEquals(Reply.DONE, reply(process, LockCall.TAKE));
    return ask(process, LockCall.AWAIT, CONDITION);
  }

  @Test
  void signalOfOtherConditionsWakesNobody() {
    FakeProcess.Asked waits = waitOnCondition(a);
    reply(c, LockCall.TAKE);
    reply(c, LockCall.SIGNAL_ALL, CONDITION + 1);
    reply(c, LockCall.GIVE_BACK);
    assertFalse(waits.answered());
  }

  @Test
  void signalOfWhoDiesOrGivesUpBeforeItHasTheLockGoesToTheNext() {
    waitOnCondition(a);
    FakeProcess.Asked second = waitOnCondition(b);
    FakeProcess.Asked third = waitOnCondition(b);
    reply(c, LockCall.TAKE);
    reply(c, LockCall.SIGNAL, CONDITION);
    a.die();
    assertEquals(Reply.CANCELLED, second.cancel());
    reply(c, LockCall.GIVE_BACK);
    assertEquals(Reply.DONE, third.reply());
  }

  @Test
  void whoWaitsOnAConditionGetsTheLockEvenIfItIsInconsistent() {
    FakeProcess.Asked first = waitOnCondition(a);
    FakeProcess.Asked second = waitOnCondition(b);
    reply(c, LockCall.TAKE);
    c.die();
    assertEquals(Reply.DONE_INCONSISTENT, first.reply());
    assertFalse(second.answered());
    reply(a, LockCall.GIVE_BACK);
    assertEquals(Reply.DONE_INCONSISTENT, second.reply());
  }

  @Test
  void whoGaveUpOnAConditionTakesTheLockAgain() {
    FakeProcess.Asked waits = waitOnCondition(a);
    reply(b, LockCall.TAKE);
    assertEquals(Reply.CANCELLED, waits.cancel());
    FakeProcess.Asked again = ask(a, LockCall.TAKE_AGAIN);
    assertFalse(again.answered());
    reply(b, LockCall.GIVE_BACK);
    assertEquals(Reply.DONE, again.reply());
  }

  @Test
  void onlyTheHolderActsAsTheHolder() {
    reply(a, LockCall.TAKE);
    for (LockCall call :
        new LockCall[] {
          LockCall.GIVE_BACK,
          LockCall.REPAIRED,
          LockCall.AWAIT,
          LockCall.SIGNAL,
          LockCall.SIGNAL_ALL
        }) {
      assertThrows(MalformedRequestException.class, () -> ask(b, call), call::name);
      Message ofAnotherThread = Message.of(call.ordinal(), 2, 0);
      assertThrows(MalformedRequestException.class, () -> a.ask(ofAnotherThread), call::name);
    }
    assertThrows(MalformedRequestException.class, () -> a.ask(Message.of(99)));
    assertThrows(MalformedRequestException.class, () -> a.ask(Message.of(-1)));
  }
}
