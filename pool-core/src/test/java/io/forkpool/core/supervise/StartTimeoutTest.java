package io.forkpool.core.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.WorkerInitializationException;
import io.forkpool.core.dispatch.SingleCall;
import io.forkpool.core.dispatch.TaskFuture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The time that a worker has to be ready: when it is over, and when it was enough. */
class StartTimeoutTest extends SlotTestBase {
  private static final Duration LIMIT = Duration.ofMillis(800);

  @Override
  Optional<Duration> startTimeout() {
    return Optional.of(LIMIT);
  }

  @BeforeEach
  @Override
  void start(TestInfo test) {
    startMethod.mute = test.getDisplayName().startsWith("workerThatHasMet");
    super.start(test);
  }

  @Test
  void workerThatWasReadyInTimeIsLeftAloneLaterOn() {
    soon().until(() -> ends.ready.get() == 1);
    // Runs on the same timer, after the limit has passed.
    CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(LIMIT.toMillis() + 200, TimeUnit.MILLISECONDS))
        .join();
    assertEquals(List.of(), ends.seen);
    assertEquals(1, dispatcher.snapshot().idle());
  }

  @Test
  void workerThatHasMetItsParentAndIsNeverReadyIsKilledAndTheLimitIsNamed() throws Exception {
    SingleCall<Object> call =
        dispatcher.intake().single(item(), PLAIN, new TaskFuture<>(Runnable::run));
    dispatcher.intake().submit(call, item());
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> call.future().get(30, TimeUnit.SECONDS));
    Throwable cause = assertInstanceOf(WorkerInitializationException.class, e.getCause());
    assertTrue(
        cause.getMessage().contains("not ready within PT0.8S (startTimeout"), cause::getMessage);
  }
}
