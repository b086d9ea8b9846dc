package io.forkpool.core.supervise;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ExitStatus;
import io.forkpool.spi.ChildHandle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StartLimitTest {
  private final AtomicInteger kills = new AtomicInteger();

  private StartLimit limit(Optional<Duration> duration) {
    return StartLimit.of(duration, new Child(kills));
  }

  @Test
  void aWorkerThatIsLateIsKilledOnceAndCannotBeInTimeAfterwards() {
    StartLimit limit = limit(Optional.of(Duration.ofMillis(20)));
    await().until(() -> kills.get() == 1);
    assertFalse(limit.met());
    assertTrue(limit.orElse("died").contains("not ready within PT0.02S"), limit.orElse("died"));
  }

  @Test
  void aWorkerThatWasInTimeIsLeftAlone() {
    // On a busy machine this thread may itself be late.
    Attempt inTime =
        await().pollInSameThread().until(Attempt::begin, attempt -> attempt.limit.met());
    // Runs on the same timer, after the limit has passed.
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS))
        .join();
    assertEquals(0, inTime.kills.get());
    assertEquals("died", inTime.limit.orElse("died"));
  }

  private record Attempt(StartLimit limit, AtomicInteger kills) {
    static Attempt begin() {
      AtomicInteger kills = new AtomicInteger();
      return new Attempt(
          StartLimit.of(Optional.of(Duration.ofMillis(50)), new Child(kills)), kills);
    }
  }

  @Test
  void withoutALimitThereIsNone() {
    StartLimit limit = limit(Optional.empty());
    assertEquals("died", limit.orElse("died"));
    assertTrue(limit.met());
  }

  @Test
  void aLimitOfMoreThanThreeCenturiesIsNone() {
    assertTrue(limit(Optional.of(Duration.ofSeconds(Long.MAX_VALUE))).met());
  }

  private record Child(AtomicInteger kills) implements ChildHandle {
    @Override
    public long pid() {
      return 1;
    }

    @Override
    public CompletableFuture<ExitStatus> onExit() {
      return new CompletableFuture<>();
    }

    @Override
    public List<String> lastErrorLines() {
      return List.of();
    }

    @Override
    public void interrupt() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void terminate() {}

    @Override
    public void kill() {
      kills.incrementAndGet();
    }
  }
}
