package io.forkpool.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.forkpool.core.broker.MalformedRequestException;
import io.forkpool.core.broker.Message;
import org.junit.jupiter.api.Test;

class EventStateTest {
  private final EventState event = new EventState();
  private final FakeProcess a = new FakeProcess(event, 101);
  private final FakeProcess b = new FakeProcess(event, 102);

  @Test
  void setWakesAllAndLetsPassUntilCleared() {
    FakeProcess.Asked first = a.ask(EventCall.AWAIT.message());
    FakeProcess.Asked second = b.ask(EventCall.AWAIT.message());
    assertEquals(0, a.tell(EventCall.IS_SET.message()).first());
    a.tell(EventCall.SET.message());
    a.tell(EventCall.SET.message());
    assertEquals(Reply.DONE, first.reply());
    assertEquals(Reply.DONE, second.reply());
    assertEquals(Reply.DONE, a.ask(EventCall.AWAIT.message()).reply());
    assertEquals(1, a.tell(EventCall.IS_SET.message()).first());
    a.tell(EventCall.CLEAR.message());
    assertFalse(b.ask(EventCall.AWAIT.message()).answered());
  }

  @Test
  void whoGaveUpOrDiedIsNotAnswered() {
    FakeProcess.Asked first = a.ask(EventCall.AWAIT.message());
    FakeProcess.Asked second = a.ask(EventCall.AWAIT.message());
    FakeProcess.Asked dead = b.ask(EventCall.AWAIT.message());
    assertEquals(Reply.CANCELLED, first.cancel());
    b.die();
    a.tell(EventCall.SET.message());
    assertEquals(Reply.CANCELLED, first.reply());
    assertEquals(Reply.DONE, second.reply());
    assertFalse(dead.answered());
  }

  @Test
  void setByOneThatDiesStaysSet() {
    a.tell(EventCall.SET.message());
    a.die();
    assertEquals(Reply.DONE, b.ask(EventCall.AWAIT.message()).reply());
  }

  @Test
  void nonsenseIsMalformed() {
    assertThrows(MalformedRequestException.class, () -> a.ask(Message.of(4)));
  }
}
