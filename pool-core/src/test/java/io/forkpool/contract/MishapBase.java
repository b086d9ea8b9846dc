package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolException;
import io.forkpool.WorkerLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What the families share in which mishaps befall tasks at some place. */
abstract class MishapBase extends ContractBase {
  static final int MEBIBYTE = 1 << 20;

  /** A pool of two workers, which need not tell at length of a fault, or have a small heap. */
  Pool poolFor(Mishap mishap) {
    return switch (mishap) {
      case FAULT -> open(withFlags(builder(2), "-XX:+SuppressFatalErrorMessage"));
      case EXHAUST_HEAP -> open(withFlags(builder(2), "-Xmx96m"));
      default -> pool(2);
    };
  }

  /** Submits one ill task among healthy ones, and gives what it failed with. */
  static <T extends PoolException> T onlyOneFails(
      Pool pool, Class<T> type, Function<Pool, CompletableFuture<?>> ill) {
    List<CompletableFuture<Integer>> healthy = new ArrayList<>(submitSquares(pool, 10));
    CompletableFuture<?> future = ill.apply(pool);
    List<CompletableFuture<Integer>> healthyToo = submitSquares(pool, 10);
    T failure = failure(type, future);
    assertSquares(healthy);
    assertSquares(healthyToo);
    assertFullSize(pool);
    return failure;
  }

  void onlyOneFails(
      Mishap mishap,
      Class<? extends PoolException> ofAThrow,
      Function<Pool, CompletableFuture<?>> ill) {
    PoolException failure = onlyOneFails(poolFor(mishap), mishap.exception(ofAThrow), ill);
    if (failure instanceof WorkerLostException lost) {
      assertTrue(mishap.endsWith(lost.exitStatus()), lost.exitStatus().toString());
    }
  }

  static Object befallBehind(Gate gate, Mishap mishap) throws Exception {
    gate.mark("behind-" + Tasks.pid());
    gate.pass("closed");
    return Tasks.befall(mishap);
  }

  static void assertGivenOrLost(int length, CompletableFuture<Integer> future) {
    try {
      assertEquals(length, future.get(PROMPT.toMillis(), TimeUnit.MILLISECONDS).intValue());
    } catch (ExecutionException e) {
      assertInstanceOf(WorkerLostException.class, e.getCause(), () -> stackOf(e));
    } catch (Exception e) {
      throw new AssertionError("not prompt", e);
    }
  }
}
