package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Context;
import io.forkpool.HolderLostException;
import io.forkpool.Pool;
import io.forkpool.ProcessBarrier;
import io.forkpool.ProcessCondition;
import io.forkpool.ProcessLock;
import io.forkpool.ProcessSemaphore;
import io.forkpool.SerializableCallable;
import io.forkpool.WorkerLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Locks and the like whose users die: nobody waits for the dead, and what they did is told. */
public abstract class SyncDeathContract extends ContractBase {

  private Context context() {
    return Context.of(startMethod());
  }

  private static <T> CompletableFuture<T> async(Supplier<T> supplier) {
    return CompletableFuture.supplyAsync(supplier, ContractBase::onAThread);
  }

  @Test
  void aHolderThatDiesInAnyWayIsToldToTheNext() throws InterruptedException {
    Pool pool = pool(1);
    for (Mishap mishap : List.of(Mishap.KILL, Mishap.EXIT, Mishap.HALT)) {
      ProcessLock lock = context().lock();
      Gate gate = gate();
      String held = "held-" + mishap;
      String die = "die-" + mishap;
      CompletableFuture<Object> holder =
          pool.applyAsync(
              () -> {
                lock.lock();
                gate.mark(held);
                gate.pass(die);
                return Tasks.befall(mishap);
              });
      gate.awaitMark(held);
      CompletableFuture<HolderLostException> waits =
          async(() -> assertThrows(HolderLostException.class, lock::lock));
      assertFalse(lock.tryLock());
      assertFalse(lock.isInconsistent());
      gate.mark(die);
      long pid = failure(WorkerLostException.class, holder).pid();
      assertEquals(pid, get(waits).pid());
      assertTrue(lock.isInconsistent());
      assertFalse(lock.isLocked());
      assertThrows(HolderLostException.class, lock::tryLock);
      assertThrows(HolderLostException.class, lock::lockInterruptibly);
      assertEquals(pid, pool.apply(() -> lostHolder(lock)), "the next process is told, too");
    }
  }

  private static long lostHolder(ProcessLock lock) {
    return assertThrows(HolderLostException.class, lock::lock).pid();
  }

  @Test
  void theNextOwnerRepairsOnceForAll() throws InterruptedException {
    Pool pool = pool(1);
    ProcessLock lock = context().lock();
    failure(
        WorkerLostException.class,
        pool.applyAsync(
            () -> {
              lock.lock();
              return Tasks.befall(Mishap.KILL);
            }));
    await().atMost(PROMPT).until(lock::isInconsistent);
    AtomicInteger repairs = new AtomicInteger();
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                lock.tryLock(
                    1,
                    TimeUnit.DAYS,
                    () -> {
                      throw new IllegalStateException("cannot repair");
                    }));
    assertEquals("cannot repair", thrown.getMessage());
    assertFalse(lock.isHeldByCurrentThread());
    assertTrue(lock.isInconsistent());
    assertTrue(pool.<Boolean>apply(() -> repairsThatUnlockAreRefused(lock)));
    lock.lock(repairs::incrementAndGet);
    assertTrue(lock.isHeldByCurrentThread());
    assertFalse(lock.isInconsistent());
    lock.unlock();
    lock.lock(repairs::incrementAndGet);
    lock.unlock();
    assertTrue(lock.tryLock(1, TimeUnit.DAYS, repairs::incrementAndGet));
    lock.unlock();
    assertEquals(1, repairs.get());
    assertTrue(pool.<Boolean>apply(() -> lock.tryLock()));
  }

  /** A mistake of the caller, who goes on: also with what else that owner keeps. */
  private static boolean repairsThatUnlockAreRefused(ProcessLock lock) {
    assertThrows(IllegalMonitorStateException.class, () -> lock.lock(lock::unlock));
    assertThrows(
        HolderLostException.class,
        () ->
            lock.lock(
                () -> {
                  lock.unlock();
                  lock.lock();
                }));
    assertFalse(lock.isHeldByCurrentThread());
    return lock.isInconsistent() && !lock.isLocked();
  }

  @Test
  void whatADeadProcessHadAcquiredIsThereAgain() throws InterruptedException {
    ProcessSemaphore semaphore = context().semaphore(3);
    Gate gate = gate();
    CompletableFuture<Object> dies =
        pool(1)
            .applyAsync(
                () -> {
                  semaphore.acquire(3);
                  semaphore.release();
                  gate.mark("acquired");
                  gate.pass("die");
                  return Tasks.befall(Mishap.KILL);
                });
    gate.awaitMark("acquired");
    assertEquals(1, semaphore.availablePermits());
    gate.mark("die");
    assertTrue(semaphore.tryAcquire(3, PROMPT.toSeconds(), TimeUnit.SECONDS));
    failure(WorkerLostException.class, dies);
    semaphore.release(3);
    assertEquals(3, semaphore.availablePermits());
  }

  /** Two tasks wait for signals, one after the other; gives the pids of their processes. */
  private List<Long> twoWait(
      Pool pool, ProcessCondition condition, List<CompletableFuture<String>> results) {
    return twoWait(pool, condition, context().lock(), results);
  }

  /** The first of them holds a lock besides, as long as its process lives. */
  private List<Long> twoWait(
      Pool pool,
      ProcessCondition condition,
      ProcessLock heldByFirst,
      List<CompletableFuture<String>> results) {
    List<Long> pids = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Gate gate = gate();
      String name = "waits" + i + "-";
      boolean interruptibly = i == 0;
      SerializableCallable<String> task =
          () -> {
            heldByFirst.tryLock();
            condition.lock().lock();
            try {
              gate.mark(name + Tasks.pid());
              if (interruptibly) {
                condition.await();
              } else {
                condition.awaitUninterruptibly();
              }
              return "signalled";
            } catch (HolderLostException e) {
              return e.pid() + " was lost" + condition.lock().isHeldByCurrentThread();
            } finally {
              condition.lock().unlock();
            }
          };
      results.add(pool.applyAsync(task));
      pids.add(Long.valueOf(gate.awaitMarks(name, 1).iterator().next()));
    }
    return pids;
  }

  @Test
  void aSignalIsNotSwallowedByAWaiterThatDies() throws Exception {
    ProcessCondition condition = context().condition();
    ProcessLock lock = condition.lock();
    List<CompletableFuture<String>> results = new ArrayList<>();
    ProcessLock heldByFirst = context().lock();
    List<Long> pids = twoWait(pool(2), condition, heldByFirst, results);
    lock.lock();
    condition.signal();
    Signals.send("KILL", pids.get(0));
    failure(WorkerLostException.class, results.get(0));
    // Its locks may learn of its death later than its pool does, but all at once.
    await("the locks learn of it").atMost(PROMPT).until(heldByFirst::isInconsistent);
    lock.unlock();
    assertEquals("signalled", get(results.get(1)));
  }

  @Test
  void whoWaitsForASignalIsWokenWhenTheHolderDies() {
    ProcessCondition condition = context().condition();
    List<CompletableFuture<String>> results = new ArrayList<>();
    Pool pool = pool(3);
    twoWait(pool, condition, results);
    CompletableFuture<Object> holder =
        pool.applyAsync(
            () -> {
              condition.lock().lock();
              return Tasks.befall(Mishap.HALT);
            });
    long pid = failure(WorkerLostException.class, holder).pid();
    results.forEach(result -> assertEquals(pid + " was losttrue", get(result)));
    assertTrue(condition.lock().isInconsistent());
  }

  @Test
  void aBarrierBreaksForAllWhenAPartyDiesThatWaits() throws Exception {
    ProcessBarrier barrier = context().barrier(3);
    Pool pool = pool(2);
    Gate gate = gate();
    CompletableFuture<Integer> survivor =
        pool.applyAsync(
            () -> assertThrows(BrokenBarrierException.class, barrier::await).toString().length());
    CompletableFuture<Integer> dies =
        pool.applyAsync(
            () -> {
              gate.mark("dies-" + Tasks.pid());
              return barrier.await();
            });
    long pid = Long.parseLong(gate.awaitMarks("dies-", 1).iterator().next());
    await().atMost(PROMPT).until(() -> barrier.getNumberWaiting() == 2);
    Signals.send("KILL", pid);
    get(survivor);
    failure(WorkerLostException.class, dies);
    assertTrue(barrier.isBroken());
    assertThrows(BrokenBarrierException.class, barrier::await);
    barrier.reset();
    assertFalse(barrier.isBroken());
  }
}
