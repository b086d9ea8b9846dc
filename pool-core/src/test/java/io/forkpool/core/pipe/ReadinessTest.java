package io.forkpool.core.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.core.broker.Answer;
import io.forkpool.core.broker.Message;
import io.forkpool.core.broker.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final long PIPE = 7;
  private static final Message OF_FIRST = Message.of(PipeRequest.WATCH.code(), 2, 0);
  private static final Message OF_SECOND = Message.of(PipeRequest.WATCH.code(), 3, 0);

  /** A way to a broker that says nothing of itself. */
  private static final class FakePort implements Port {
    final List<Message> told = new ArrayList<>();
    Consumer<Message> listener;
    Runnable beforeForgetting = () -> {};

    @Override
    public Answer ask(long resource, Message message) {
      throw new AssertionError("nothing is asked");
    }

    @Override
    public void tell(long resource, Message message) {
      told.add(message);
    }

    @Override
    public boolean tellThrough(long resource, Message message) {
      throw new AssertionError("tell is enough");
    }

    @Override
    public void listen(long resource, Consumer<Message> given) {
      listener = given;
    }

    @Override
    public void forget(long resource) {
      beforeForgetting.run();
      listener = null;
    }

    @Override
    public long owner() {
      return 1;
    }
  }

  private final FakePort port = new FakePort();

  @Test
  void wordThatNobodyReceivesIsNotWordThatSomethingCanBeReceived() {
    CompletableFuture<Void> ready = Readiness.watch(port, PIPE, OF_FIRST);
    CompletableFuture<Void> broken =
        Readiness.watch(port, PIPE, Message.of(PipeRequest.WATCH_PEER.code(), 2, 0));
    port.listener.accept(PipeEvent.BROKEN.of(0));
    assertTrue(broken.isDone());
    assertFalse(ready.isDone());
    ready.cancel(false);
  }

  @Test
  void eventIsWordForItsEndOnly() {
    CompletableFuture<Void> first = Readiness.watch(port, PIPE, OF_FIRST);
    CompletableFuture<Void> second = Readiness.watch(port, PIPE, OF_SECOND);
    port.listener.accept(Message.of(0, 1, 0));
    assertTrue(second.isDone());
    assertFalse(first.isDone());
    first.cancel(false);
    assertNull(port.listener);
  }

  @Test
  void endOfTheOwnerIsWordForAll() {
    CompletableFuture<Void> first = Readiness.watch(port, PIPE, OF_FIRST);
    CompletableFuture<Void> second = Readiness.watch(port, PIPE, OF_SECOND);
    port.listener.accept(Message.of(Port.LOST));
    assertTrue(first.isDone() && second.isDone());
  }

  @Test
  void whoComesWhileTheListenerIsTakenBackIsHeard() {
    List<CompletableFuture<Void>> late = new ArrayList<>();
    port.beforeForgetting =
        () -> {
          port.beforeForgetting = () -> {};
          late.add(Readiness.watch(port, PIPE, OF_SECOND));
        };
    Readiness.watch(port, PIPE, OF_FIRST).cancel(false);
    assertEquals(List.of(OF_FIRST, OF_SECOND, OF_SECOND), port.told);
    port.listener.accept(Message.of(0, 1, 0));
    assertTrue(late.get(0).isDone());
  }
}
