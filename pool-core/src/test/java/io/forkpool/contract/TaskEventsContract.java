package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.PoolListener;
import io.forkpool.TaskFailedException;
import io.forkpool.TaskListener;
import io.forkpool.TaskOptions;
import io.forkpool.WorkerLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What listeners are told of tasks, of replaced workers, and of progress. */
public abstract class TaskEventsContract extends ContractBase {

  /** Adds up what it is told, and looks whether it can be. */
  private static class Tally implements TaskListener {
    private final AtomicBoolean inside = new AtomicBoolean();
    private final List<String> mistakes = new CopyOnWriteArrayList<>();
    private long queued;
    private long begun;
    private long done;
    private long failed;
    private long retried;
    private Duration time = Duration.ZERO;
    private boolean ended;

    private void told(String what, long count, Runnable note) {
      if (!inside.compareAndSet(false, true)) {
        mistakes.add(what + " while it was told something else");
      }
      synchronized (this) {
        note.run();
        if (ended || count < 1 || queued == 0 || done + failed + retried > begun) {
          mistakes.add(what + " " + count + " makes " + this);
        }
      }
      inside.set(false);
    }

    @Override
    public void tasksQueued(long count) {
      told("queued", count, () -> queued += count);
    }

    @Override
    public void tasksBegun(long count) {
      told("begun", count, () -> begun += count);
    }

    @Override
    public void tasksDone(long count, Duration spent) {
      told(
          "done",
          count,
          () -> {
            done += count;
            time = time.plus(spent);
          });
    }

    @Override
    public void tasksFailed(long count) {
      told("failed", count, () -> failed += count);
    }

    @Override
    public void tasksRetried(long count) {
      told("retried", count, () -> retried += count);
    }

    @Override
    public synchronized void poolEnded() {
      ended = true;
    }

    @Override
    public synchronized String toString() {
      return List.of(queued, begun, done, failed, retried) + (ended ? " ended" : "");
    }
  }

  @Test
  void listenersAreToldWhatBecomesOfTasksInSums() {
    Tally tally = new Tally();
    Pool pool = open(builder(2).listener(tally).listener(new RudeListener()));
    assertEquals(squaresBelow(5_000), pool.map(Tasks::square, range(5_000)));
    assertEquals(9, pool.apply(Tasks::square, 3));
    assertThrows(TaskFailedException.class, () -> pool.apply(Tasks::fail, 1));
    Gate gate = gate();
    gate.mark("go-again");
    Pool again = pool.with(TaskOptions.defaults().withRetries(1));
    assertEquals("again", again.apply(name -> Tasks.dieOnceThenWait(gate, name), "again"));
    pool.close();
    await()
        .atMost(PROMPT)
        .untilAsserted(() -> assertEquals("[5003, 5004, 5002, 1, 1] ended", tally.toString()));
    assertEquals(List.of(), tally.mistakes);
    assertTrue(tally.time.toNanos() > 0);
  }

  /** Throws whenever it is told something. */
  @Test
  void whatIsUntoldWhenThePoolEndsIsToldBeforeThat() {
    Tally tally = new Tally();
    Pool pool = open(builder(1).listener(tally));
    awaitWorkers(pool);
    assertEquals(9, pool.apply(Tasks::square, 3));
    pool.terminate(); // the end comes long before the next sums would
    await()
        .atMost(PROMPT)
        .untilAsserted(() -> assertEquals("[1, 1, 1, 0, 0] ended", tally.toString()));
    assertEquals(List.of(), tally.mistakes);
  }

  private static final class RudeListener implements TaskListener {
    @Override
    public void tasksQueued(long count) {
      throw new IllegalStateException("a listener that throws");
    }

    @Override
    public void tasksDone(long count, Duration time) {
      throw new LinkageError("a listener that throws");
    }
  }

  @Test
  void listenersComeAndGo() {
    Pool pool = pool(1);
    pool.map(Tasks::square, range(100));
    Tally tally = new Tally();
    pool.addListener(tally);
    pool.map(Tasks::square, range(10));
    await().atMost(PROMPT).until(() -> tally.toString().equals("[10, 10, 10, 0, 0]"));
    assertTrue(pool.removeListener(tally));
    assertFalse(pool.removeListener(tally));
    pool.map(Tasks::square, range(10));
    pool.close();
    assertTrue(pool.join(PROMPT));
    CompletableFuture<Void> late = new CompletableFuture<>();
    pool.addListener(
        new PoolListener() {
          @Override
          public void poolEnded() {
            late.complete(null);
          }
        });
    get(late);
    assertEquals("[10, 10, 10, 0, 0]", tally.toString());
  }

  @Test
  void theSuccessorOfAWorkerIsTold() {
    List<String> told = new CopyOnWriteArrayList<>();
    PoolListener listener =
        new PoolListener() {
          @Override
          public void workerReady(long pid, Duration startup) {
            told.add("ready " + pid);
          }

          @Override
          public void workerReplaced(long pid, long successor) {
            told.add(pid + " by " + successor);
          }
        };
    Pool pool = open(builder(1).listener(listener));
    long first = awaitWorkers(pool).get(0);
    assertThrows(WorkerLostException.class, () -> pool.apply(Tasks::befall, Mishap.HALT));
    long second = pool.apply(Tasks::pid);
    List<String> expected = List.of("ready " + first, "ready " + second, first + " by " + second);
    await().atMost(PROMPT).untilAsserted(() -> assertEquals(expected, told));
  }

  @Test
  void progressIsToldInOrderAndToTheEnd() {
    Pool pool = pool(2);
    List<Long> seen = new ArrayList<>();
    Pool watched =
        pool.with(
            TaskOptions.defaults()
                .withChunkSize(1)
                .withProgress(
                    (done, total) -> {
                      seen.add(done);
                      assertEquals(OptionalLong.of(30), total);
                    }));
    long begin = System.nanoTime();
    List<Integer> slow = watched.map(Tasks::squareBackwards, range(30));
    assertEquals(squaresBelow(30), slow);
    assertEquals(30, seen.get(seen.size() - 1).longValue(), seen::toString);
    assertEquals(seen.stream().sorted().toList(), seen);
    long tenths = (System.nanoTime() - begin) / 100_000_000; // one call in each, and the last
    assertTrue(seen.size() <= 2 + tenths, seen.size() + " calls in tenths of a second: " + tenths);
    seen.clear();
    assertEquals(squaresBelow(30), get(watched.mapAsync(Tasks::square, range(30))));
    assertEquals(30, seen.get(seen.size() - 1).longValue());
  }

  @Test
  void progressIsToldWhileTasksRun() {
    Gate gate = gate();
    CompletableFuture<Long> half = new CompletableFuture<>();
    CompletableFuture<List<String>> results =
        pool(2)
            .with(
                TaskOptions.defaults()
                    .withChunkSize(1)
                    .withProgress((done, total) -> half.complete(done)))
            .mapAsync(
                name -> name.equals("last") ? Tasks.waitAt(gate, name) : name,
                List.of("a", "b", "last"));
    assertTrue(get(half) >= 1 && !results.isDone(), half::toString);
    gate.mark("go-last");
    assertEquals(List.of("a", "b", "last"), get(results));
  }

  /** Whose call's future is done only after it. */
  @Test
  void whoIsToldOfTheEndMayJoin() {
    Pool pool = pool(2);
    CompletableFuture<Boolean> joined = new CompletableFuture<>();
    TaskOptions joining =
        TaskOptions.defaults()
            .withProgress(
                (done, total) -> {
                  if (done == 10) {
                    pool.close();
                    joined.complete(pool.join(PROMPT));
                  }
                });
    CompletableFuture<List<Integer>> squares =
        pool.with(joining).mapAsync(Tasks::square, range(10));
    assertEquals(true, get(joined));
    assertEquals(squaresBelow(10), get(squares));
  }

  @Test
  void progressThatThrowsHarmsNothingAndAFailureEndsIt() {
    Pool pool =
        pool(2)
            .with(
                TaskOptions.defaults()
                    .withProgress(
                        (done, total) -> {
                          throw new IllegalStateException("progress throws");
                        }));
    assertEquals(squaresBelow(10), pool.map(Tasks::square, range(10)));
    assertEquals(List.of(), pool.map(Tasks::square, range(0)));
    assertThrows(TaskFailedException.class, () -> pool.map(x -> Tasks.failFrom(3, x), range(10)));
  }
}
