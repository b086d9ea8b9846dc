package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A crash, an exit or an error at every place that a task passes: one task fails, promptly and with
 * a type that says why, all others succeed, and the pool is at full size again.
 */
public abstract class NoDeadlockContract extends MishapBase {
  @ParameterizedTest
  @EnumSource(names = {"THROW", "THROW_ERROR", "OVERFLOW_STACK", "EXHAUST_HEAP"})
  @Behaviour(26)
  void encodingATask(Mishap mishap) {
    // What ends the process here ends the caller: only errors are left.
    Pool pool = pool(2);
    List<CompletableFuture<Integer>> healthy = submitSquares(pool, 10);
    Trap trap = Trap.whenEncoded(mishap);
    for (int i = 0; i < 5; i++) {
      assertCallerGetsIt(mishap, () -> pool.apply(Tasks::pidFor, trap));
      assertCallerGetsIt(mishap, () -> pool.applyAsync(Tasks::pidFor, trap));
      assertCallerGetsIt(mishap, () -> pool.map(Tasks::pidFor, List.of(1, trap, 2), 3));
    }
    assertSquares(healthy);
    assertFullSize(pool);
  }

  /** That this JVM itself has no memory is told as it is. */
  private static void assertCallerGetsIt(Mishap mishap, Runnable call) {
    Class<? extends Throwable> expected =
        mishap == Mishap.EXHAUST_HEAP ? OutOfMemoryError.class : TaskSerializationException.class;
    Throwable got = null;
    try {
      call.run();
    } catch (Throwable e) { // assertThrows takes an OutOfMemoryError for the end of the tests
      got = e;
    }
    assertInstanceOf(expected, got);
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(27)
  void decodingATask(Mishap mishap) {
    onlyOneFails(
        mishap,
        TaskSerializationException.class,
        pool -> pool.applyAsync(Tasks::pidFor, Trap.whenDecodedAbroad(mishap)));
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(28)
  void runningATask(Mishap mishap) {
    onlyOneFails(mishap, TaskFailedException.class, pool -> pool.applyAsync(Tasks::befall, mishap));
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(29)
  void encodingAResult(Mishap mishap) {
    onlyOneFails(
        mishap,
        TaskSerializationException.class,
        pool -> pool.applyAsync(Trap::whenEncoded, mishap));
  }

  @ParameterizedTest
  @EnumSource(names = {"THROW", "THROW_ERROR", "OVERFLOW_STACK", "EXHAUST_HEAP"})
  @Behaviour(30)
  void decodingAResultInTheParent(Mishap mishap) {
    onlyOneFails(
        pool(2),
        TaskSerializationException.class,
        pool -> pool.applyAsync(Trap::whenDecodedAbroad, mishap));
  }

  /** By somebody who kills it from within the decoding. */
  @Test
  @Behaviour(30)
  void aWorkerThatIsKilledWhileItsResultIsDecoded() {
    Pool pool = pool(1);
    assertGivenOrLost(
        48 * MEBIBYTE,
        pool.applyAsync(() -> new Object[] {new Assassin(), Tasks.bytes(48 * MEBIBYTE)})
            .thenApply(parts -> Tasks.length((byte[]) parts[1])));
    assertFullSize(pool);
    assertEquals(1, pool.stats().lostWorkers());
  }

  @ParameterizedTest
  @EnumSource
  @Behaviour(31)
  void afterClose(Mishap mishap) {
    Pool pool = poolFor(mishap);
    Gate gate = gate();
    List<CompletableFuture<?>> ill = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ill.add(pool.applyAsync(() -> befallBehind(gate, mishap)));
    }
    List<CompletableFuture<Integer>> healthy = submitSquares(pool, 10);
    pool.close();
    gate.mark("closed");
    ill.forEach(future -> failure(mishap.exception(TaskFailedException.class), future));
    assertSquares(healthy);
    assertTrue(pool.join(PROMPT));
  }
}
