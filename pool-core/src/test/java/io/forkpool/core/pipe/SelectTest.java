package io.forkpool.core.pipe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Connection;
import io.forkpool.Pipe;
import io.forkpool.ResourceClosedException;
import io.forkpool.Waitable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Gives word at once, and is ready only when it is asked often enough. */
  private static final class Hasty implements Waitable {
    final List<CompletableFuture<?>> given = new ArrayList<>();

    @Override
    public boolean isReady() {
      return given.size() > 3;
    }

    @Override
    public CompletableFuture<?> onReady() {
      CompletableFuture<?> word = CompletableFuture.completedFuture(null);
      given.add(word);
      return word;
    }
  }

  @Test
  void wordThatProvesWrongIsWaitedForAgain() throws InterruptedException {
    Hasty hasty = new Hasty();
    assertEquals(List.of(hasty), Connection.select(List.of(hasty), LONG));
  }

  @Test
  void wordIsTakenBackWhenTimeIsOver() throws InterruptedException {
    CompletableFuture<Void> word = new CompletableFuture<>();
    Waitable never =
        new Waitable() {
          @Override
          public boolean isReady() {
            return false;
          }

          @Override
          public CompletableFuture<?> onReady() {
            return word;
          }
        };
    assertEquals(List.of(), Connection.select(List.of(never), Duration.ofMillis(5)));
    assertTrue(word.isCancelled());
    assertEquals(List.of(), Connection.select(List.of(never), Duration.ofSeconds(Long.MIN_VALUE)));
  }

  @Test
  void nothingToWaitForIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Connection.select(List.of(), LONG));
  }

  @Test
  void closingWakesWhoSelects() throws Exception {
    try (Pipe pipe = new DefaultPipeProvider().newPipe(true)) {
      CompletableFuture<Void> woken = new CompletableFuture<>();
      Thread selector =
          new Thread(
              () -> {
                assertThrows(
                    ResourceClosedException.class,
                    () -> Connection.select(List.of(pipe.first()), Duration.ofDays(1)));
                woken.complete(null);
              });
      selector.setDaemon(true);
      selector.start();
      await("waits").until(() -> selector.getState() == Thread.State.TIMED_WAITING);
      pipe.first().close();
      await("woken").until(woken::isDone);
    }
  }

  @Test
  void messageWakesWhoSelects() throws Exception {
    try (Pipe pipe = new DefaultPipeProvider().newPipe(true)) {
      CompletableFuture<List<Connection>> selected = new CompletableFuture<>();
      Thread selector =
          new Thread(
              () -> {
                try {
                  selected.complete(Connection.select(List.of(pipe.first()), LONG));
                } catch (InterruptedException e) {
                  selected.completeExceptionally(e);
                }
              });
      selector.start();
      await().until(() -> selector.getState() == Thread.State.TIMED_WAITING);
      pipe.second().send("word");
      assertEquals(List.of(pipe.first()), selected.join());
    }
  }

  /** One of them takes its word back all the time, and so the listener that both share. */
  @Test
  void selectorsOfOnePipeDoNotTakeEachOthersWord() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Semaphore received = new Semaphore(1);
    try (Pipe pipe = new DefaultPipeProvider().newPipe(true)) {
      CompletableFuture<Void> hasty =
          onAThread(
              () -> {
                while (!over.get()) {
                  Connection.select(List.of(pipe.second()), Duration.ofNanos(20_000));
                }
              });
      CompletableFuture<Void> sender =
          onAThread(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  received.acquire();
                  pipe.second().send(i);
                }
              });
      for (int i = 0; i < 2_000; i++) {
        assertEquals(List.of(pipe.first()), Connection.select(List.of(pipe.first()), LONG));
        assertEquals(i, pipe.first().receive());
        received.release();
      }
      over.set(true);
      hasty.join();
      sender.join();
    }
  }

  private interface Action {
    void run() throws InterruptedException;
  }

  private static CompletableFuture<Void> onAThread(Action action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                action.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            })
        .start();
    return done;
  }
}
