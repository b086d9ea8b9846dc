package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.WorkerLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Many tasks through one pool, some of them ill: counts how each ended. Tasks are submitted as
 * others end, so that some always wait and some are always sent ahead.
 */
final class ChaosRun {
  private static final int IN_FLIGHT = 48;

  /** How long nothing may end; a stopped worker, a restart and a busy machine take less. */
  private static final Duration HANG = Duration.ofSeconds(40);

  private final Pool pool;
  private final Ledger ledger;
  private final boolean smallHeap;
  private final Semaphore room = new Semaphore(IN_FLIGHT);
  private final Mischief[] deeds;
  private final AtomicIntegerArray ends;
  private final AtomicReference<String> wrong = new AtomicReference<>();
  private final Map<Mischief, Integer> lost = new EnumMap<>(Mischief.class);

  ChaosRun(Pool pool, int tasks, Ledger ledger, boolean smallHeap) {
    this.pool = pool;
    this.ledger = ledger;
    this.smallHeap = smallHeap;
    this.deeds = new Mischief[tasks];
    this.ends = new AtomicIntegerArray(tasks);
  }

  /** Runs all tasks, with what chance has them do. */
  ChaosRun withMischief(Random random) throws InterruptedException {
    return run(() -> Mischief.any(random));
  }

  /** Runs all tasks, none of which does any harm itself. */
  ChaosRun withoutMischief(Random random) throws InterruptedException {
    return run(() -> Mischief.anyHarmless(random));
  }

  /** Runs all tasks, each of which takes about a millisecond. */
  ChaosRun withNaps() throws InterruptedException {
    return run(() -> Mischief.NAP);
  }

  private ChaosRun run(Supplier<Mischief> chance) throws InterruptedException {
    for (int number = 0; number < deeds.length; number++) {
      deeds[number] = chance.get();
      acquire(1);
      submit(ChaosTask.of(number, deeds[number], ledger, smallHeap));
    }
    acquire(IN_FLIGHT);
    return this;
  }

  private void acquire(int permits) throws InterruptedException {
    for (int i = 0; i < permits; i++) {
      assertTrue(
          room.tryAcquire(HANG.toSeconds(), TimeUnit.SECONDS),
          () -> "nothing ends any more: " + pool + ", not ended " + notEnded());
    }
  }

  private String notEnded() {
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < ends.length(); number++) {
      if (deeds[number] != null && ends.get(number) == 0) {
        text.append(number).append(' ').append(deeds[number]).append(", ");
      }
    }
    return text.toString();
  }

  private void submit(ChaosTask task) {
    pool.applyAsync(task)
        .whenComplete(
            (answer, failure) -> {
              ends.incrementAndGet(task.number());
              String complaint = complaint(task, answer, failure);
              if (complaint != null) {
                wrong.compareAndSet(null, task.number() + " " + task.mischief() + ": " + complaint);
              }
              room.release();
            });
  }

  /** What is wrong with the end of a task; null if nothing is. */
  private String complaint(ChaosTask task, ChaosTask.Answer answer, Throwable failure) {
    if (failure instanceof WorkerLostException) {
      synchronized (lost) {
        lost.merge(task.mischief(), 1, Integer::sum);
      }
      return null;
    }
    if (failure != null) {
      return failure.getClass() == task.mischief().failure() ? null : ContractBase.stackOf(failure);
    }
    if (task.mischief().failure() != null) {
      return "succeeded";
    }
    return answer.square() == Tasks.square(task.number()) ? null : "wrong: " + answer;
  }

  void assertEachEndedOnceAndRightly() {
    assertEquals(null, wrong.get());
    for (int number = 0; number < ends.length(); number++) {
      assertEquals(1, ends.get(number), "ends of task " + number);
    }
  }

  /** No task was begun again that may have been run. */
  void assertNoneRanMoreOftenThan(int times) throws IOException {
    int[] runs = ledger.counts(deeds.length);
    for (int number = 0; number < runs.length; number++) {
      int number1 = number;
      assertTrue(
          runs[number] <= times,
          () -> "task " + number1 + " " + deeds[number1] + " ran " + runs[number1] + " times");
    }
  }

  /** How many tasks were lost that did not end their worker themselves. */
  int innocentLost() {
    synchronized (lost) {
      return lost.entrySet().stream()
          .filter(entry -> !entry.getKey().isDeadly())
          .mapToInt(Map.Entry::getValue)
          .sum();
    }
  }

  int lost() {
    synchronized (lost) {
      return lost.values().stream().mapToInt(Integer::intValue).sum();
    }
  }
}
