package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.RemoteTaskException;
import io.forkpool.SerializableCallable;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskSerializationException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tasks that throw, and results that cannot travel: the worker lives on. */
public abstract class FailureContract extends ContractBase {

  @Test
  @Behaviour(14)
  void theOriginalExceptionIsTheCauseInEveryVariant() {
    Pool pool = pool(2);
    Stream<Function<Pool, Object>> calls =
        Stream.of(
            p -> p.apply(Tasks::fail, 5),
            p -> p.apply(() -> Tasks.fail(5)),
            p -> p.map(Tasks::fail, List.of(5)),
            p -> p.map(x -> Tasks.failFrom(5, x), range(6), 2),
            p -> p.starmap((Integer a, Integer b) -> Tasks.fail(a), Map.of(5, 6).entrySet()),
            p -> p.imap(Tasks::fail, List.of(5)).toList(),
            p -> p.imapUnordered(Tasks::fail, List.of(5)).toList());
    calls.forEach(
        call -> assertRefusal(assertThrows(TaskFailedException.class, () -> call.apply(pool))));
    assertRefusal(failure(TaskFailedException.class, pool.applyAsync(Tasks::fail, 5)));
    assertRefusal(failure(TaskFailedException.class, pool.applyAsync(() -> Tasks.fail(5))));
    assertRefusal(failure(TaskFailedException.class, pool.mapAsync(Tasks::fail, List.of(5))));
  }

  private static void assertRefusal(TaskFailedException e) {
    IllegalArgumentException cause = assertInstanceOf(IllegalArgumentException.class, e.getCause());
    assertEquals("refused: 5", cause.getMessage());
    assertTrue(hasFrame(cause, Tasks.class, "fail"), () -> stackOf(e));
    assertTrue(e.getMessage().contains("refused: 5"), e.getMessage());
  }

  private static boolean hasFrame(Throwable e, Class<?> type, String method) {
    return Arrays.stream(e.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals(type.getName())
                    && frame.getMethodName().equals(method));
  }

  @Test
  @Behaviour(14)
  void anExceptionKeepsItsFieldsItsCauseAndItsSuppressed() {
    Pool pool = pool(1);
    TaskFailedException e =
        assertThrows(TaskFailedException.class, () -> pool.apply(Thrown::overQuota, 42));
    Thrown.OverQuota original = assertInstanceOf(Thrown.OverQuota.class, e.getCause());
    assertEquals(42, original.quota);

    e = assertThrows(TaskFailedException.class, () -> pool.apply(Thrown::withCauseAndSuppressed));
    assertEquals("outer", e.getCause().getMessage());
    assertInstanceOf(IOException.class, e.getCause().getCause());
    assertInstanceOf(Thrown.OverQuota.class, e.getCause().getSuppressed()[0]);
  }

  @Test
  @Behaviour(14)
  void anExceptionThatCannotTravelIsStoodInFor() {
    assertStandIn(Thrown::holdsASocket, Thrown.HoldsASocket.class, "cannot travel", "holdsASocket");
  }

  @Test
  @Behaviour(14)
  void anExceptionThatCannotBeDecodedHereIsStoodInFor() {
    assertStandIn(Thrown::staysAbroad, Thrown.StaysAbroad.class, "stays abroad", "staysAbroad");
  }

  private void assertStandIn(
      SerializableCallable<?> task, Class<?> type, String message, String frame) {
    Pool pool = pool(1);
    TaskFailedException e = assertThrows(TaskFailedException.class, () -> pool.apply(task));
    RemoteTaskException standIn = assertInstanceOf(RemoteTaskException.class, e.getCause());
    assertEquals(type.getName(), standIn.className());
    assertTrue(standIn.getMessage().contains(message), standIn.getMessage());
    assertTrue(standIn.remoteStackTrace().contains("Thrown." + frame), standIn.remoteStackTrace());
    assertFullSize(pool);
  }

  @Test
  @Behaviour(14)
  void anExceptionThatThrowsWhenAskedFailsItsTaskOnly() {
    Pool pool = pool(1);
    List<Long> pids = awaitWorkers(pool);
    assertThrows(TaskFailedException.class, () -> pool.apply(Thrown::hostile));
    assertFullSize(pool);
    assertEquals(pids, pool.workerPids());
  }

  @Test
  @Behaviour(15)
  void aLargeFailingMapDoesNotBlockJoin() {
    Pool pool = pool(2);
    assertThrows(TaskFailedException.class, () -> pool.map(Tasks::fail, range(100_000)));
    CompletableFuture<List<Integer>> map = pool.mapAsync(Tasks::fail, range(100_000));
    failure(TaskFailedException.class, map);
    pool.close();
    assertTrue(pool.join(PROMPT));
  }

  @Test
  @Behaviour(15)
  void manyFailingTasksDoNotBlockJoin() {
    Pool pool = pool(2);
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    range(3_000).forEach(x -> futures.add(pool.applyAsync(Tasks::fail, x)));
    pool.close();
    assertTrue(pool.join(PROMPT));
    assertTrue(futures.stream().allMatch(CompletableFuture::isCompletedExceptionally));
    assertEquals(
        "refused: 2999",
        failure(TaskFailedException.class, futures.get(2_999)).getCause().getMessage());
  }

  @Test
  @Behaviour(17)
  void aResultThatCannotBeEncodedFailsThatTaskTwentyTimesInARow() {
    Pool pool = pool(1);
    List<Long> pids = awaitWorkers(pool);
    for (int i = 0; i < 20; i++) {
      TaskSerializationException e =
          assertThrows(TaskSerializationException.class, () -> pool.apply(Held::new));
      assertEquals("java.net.ServerSocket", e.className(), e.getMessage());
      assertTrue(e.getMessage().contains("socket"), e.getMessage());
    }
    assertFullSize(pool);
    assertEquals(pids, pool.workerPids(), "the worker lives");
  }

  @Test
  @Behaviour(17)
  void aResultThatCannotBeEncodedFailsItsMap() {
    Pool pool = pool(2);
    assertThrows(
        TaskSerializationException.class,
        () -> pool.map(x -> x == 7 ? new Held() : x, range(20), 5));
    CompletableFuture<List<Object>> map = pool.mapAsync(x -> x == 7 ? new Held() : x, range(20));
    failure(TaskSerializationException.class, map);
    assertFullSize(pool);
  }

  @Test
  void anErrorIsATaskFailureToo() {
    Pool pool = pool(1);
    List<Long> pids = awaitWorkers(pool);
    TaskFailedException e =
        assertThrows(
            TaskFailedException.class, () -> pool.apply(Tasks::befall, Mishap.THROW_ERROR));
    assertInstanceOf(LinkageError.class, e.getCause());
    e = assertThrows(TaskFailedException.class, () -> pool.apply(Tasks::throwInterruption));
    assertInstanceOf(InterruptedException.class, e.getCause());
    assertFullSize(pool);
    assertEquals(pids, pool.workerPids());
  }

  @Test
  void anInterruptStatusLeftByATaskIsNotSeenByTheNext() {
    Pool pool = pool(1);
    assertTrue(pool.apply(Tasks::interruptItself));
    assertEquals(false, pool.apply(Tasks::isInterrupted));
    assertFullSize(pool);
  }

  @Test
  void aTaskThatReadsStandardInputFindsItsEnd() {
    Pool pool = pool(1);
    assertEquals(-1, pool.apply(() -> System.in.read()).intValue());
    assertFullSize(pool);
  }

  @Test
  void aTaskThatClosesItsStandardStreamsHarmsNobody() {
    Pool pool = pool(1);
    List<Long> pids = awaitWorkers(pool);
    assertEquals(
        true,
        pool.apply(
            () -> {
              System.in.close();
              System.out.close();
              System.err.close();
              return true;
            }));
    assertFullSize(pool);
    assertEquals(pids, pool.workerPids(), "the worker lives");
  }
}
