package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Context;
import io.forkpool.OwnerLostException;
import io.forkpool.Pool;
import io.forkpool.ProcessBarrier;
import io.forkpool.ProcessCondition;
import io.forkpool.ProcessEvent;
import io.forkpool.ProcessLock;
import io.forkpool.ProcessSemaphore;
import io.forkpool.StartMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Locks and the like between processes that do what they should. */
public abstract class SyncContract extends ContractBase {

  private Context context() {
    return Context.of(startMethod());
  }

  @Test
  void aLockKeepsProcessesAndThreadsApart() throws IOException {
    ProcessLock lock = context().lock();
    Path file = Files.writeString(directory.resolve("number"), "0");
    String name = file.toString();
    Pool pool = pool(2);
    List<CompletableFuture<Integer>> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(pool.applyAsync(() -> SyncTasks.add(lock, Path.of(name), 100)));
    }
    SyncTasks.add(lock, file, 100);
    others.forEach(ContractBase::get);
    assertEquals("300", Files.readString(file));
  }

  @Test
  void locksNoticeMistakesInEveryProcess() throws InterruptedException {
    ProcessLock plain = context().lock();
    ProcessLock reentrant = context().reentrantLock();
    assertTrue(SyncTasks.locksNoticeMistakes(plain, reentrant));
    assertTrue(pool(1).apply(() -> SyncTasks.locksNoticeMistakes(plain, reentrant)));
  }

  @Test
  void everyWaitEndsByItsTimeLimitAndByAnInterrupt() throws Exception {
    Context context = context();
    SyncTasks.Unavailable all =
        new SyncTasks.Unavailable(
            context.lock(), context.semaphore(0), context.event(), context.barrier(2));
    ProcessCondition condition = context.condition();
    Pool pool = pool(1);
    all.lock().lock();
    assertTrue(pool.apply(all::everyWaitEnds));
    CompletableFuture.runAsync(
            () -> {
              try {
                all.everyWaitEnds();
                SyncTasks.everyWaitForASignalEnds(condition);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            },
            ContractBase::onAThread)
        .get(PROMPT.toMillis(), TimeUnit.MILLISECONDS);
    assertTrue(pool.apply(() -> SyncTasks.everyWaitForASignalEnds(condition)));
    all.lock().unlock();
    assertTrue(pool.apply(() -> all.lock().tryLock()), "nothing is left of waits that ended");
  }

  @Test
  void anInterruptThatCameBeforeCountsAndIsKeptByWhatIgnoresIt() throws InterruptedException {
    ProcessCondition condition = context().condition();
    ProcessSemaphore semaphore = context().semaphore(2);
    ProcessEvent event = context().event();
    event.set();
    assertTrue(SyncTasks.interruptsBeforeCount(condition, semaphore, event));
    assertTrue(pool(1).apply(() -> SyncTasks.interruptsBeforeCount(condition, semaphore, event)));
  }

  @Test
  void whatHasReturnedIsDoneForAll() {
    ProcessLock lock = context().lock();
    ProcessSemaphore semaphore = context().semaphore(1);
    ProcessEvent event = context().event();
    Pool pool = pool(1);
    for (int i = 0; i < 30; i++) {
      int turn = i;
      assertTrue(
          pool.<Boolean>apply(() -> SyncTasks.takeAndGiveBack(lock, semaphore, event, turn)));
      assertTrue(event.isSet());
      assertEquals(1, semaphore.availablePermits());
      assertTrue(lock.tryLock());
      lock.unlock();
      event.clear();
    }
  }

  @Test
  void locksOfTwoOwnersAreToldApart() {
    ProcessLock own = context().lock();
    ProcessLock own2 = context().lock();
    String kindAndNumber = own.toString().replaceAll(" of .*", " of ");
    StartMethod method = startMethod();
    Pool maker = pool(1);
    ProcessLock its = maker.apply(() -> SyncTasks.makeLike(Context.of(method), kindAndNumber));
    own.lock();
    assertFalse(own2.isHeldByCurrentThread());
    assertFalse(its.isHeldByCurrentThread());
    its.lock();
    own.unlock();
    assertTrue(its.isHeldByCurrentThread());
    Pool user = pool(1); // a fork of this process has to make a connection of its own
    assertTrue(user.<Boolean>apply(() -> own.tryLock() && !its.tryLock()));
    assertFalse(own.tryLock());
    its.unlock();
    assertTrue(user.<Boolean>apply(() -> its.tryLock()));
  }

  @Test
  void aLockHeldBeforeTheChildBeganIsHeldByTheParentOnly() {
    ProcessLock lock = context().reentrantLock();
    SyncTasks.inherited = lock;
    lock.lock();
    Pool pool = pool(1);
    boolean copied = contract().copiesParent();
    Gate gate = gate();
    CompletableFuture<String> child =
        pool.applyAsync(
            () -> {
              ProcessLock mine = copied ? SyncTasks.inherited : lock;
              assertFalse(mine.isHeldByCurrentThread());
              assertThrows(IllegalMonitorStateException.class, mine::unlock);
              assertFalse(mine.tryLock());
              gate.mark("waits");
              mine.lock();
              mine.unlock();
              return "the child had it";
            });
    gate.awaitMark("waits");
    assertTrue(lock.isHeldByCurrentThread());
    assertFalse(child.isDone());
    lock.unlock();
    assertEquals("the child had it", get(child));
  }

  @Test
  void whatATaskMakesIsUsedByAllAndEndsWithItsProcess() throws InterruptedException {
    Pool pool = pool(2);
    StartMethod method = startMethod();
    SyncTasks.Made made = pool.apply(() -> SyncTasks.make(Context.of(method)));
    made.lock().lock();
    made.semaphore().acquire();
    assertFalse(pool.map(n -> made.lock().tryLock(), range(4)).contains(true));
    made.lock().unlock();
    List<Executable> waits =
        List.of(
            () -> made.event().await(),
            () -> made.semaphore().acquire(),
            () -> made.barrier().await());
    List<CompletableFuture<Void>> waiting =
        waits.stream()
            .map(
                wait ->
                    CompletableFuture.runAsync(
                        () -> assertThrows(OwnerLostException.class, wait),
                        ContractBase::onAThread))
            .toList();
    await().atMost(PROMPT).until(() -> made.barrier().getNumberWaiting() == 1);
    ProcessHandle.of(made.pid()).orElseThrow().destroyForcibly();
    waiting.forEach(ContractBase::get);
    assertThrows(OwnerLostException.class, () -> made.lock().lock());
    assertThrows(OwnerLostException.class, () -> made.lock().unlock());
    assertThrows(OwnerLostException.class, () -> made.semaphore().release());
    assertThrows(OwnerLostException.class, () -> made.event().isSet());
    assertThrows(OwnerLostException.class, () -> made.barrier().reset());
  }

  @Test
  void processesHandWorkOverByConditions() throws IOException {
    ProcessCondition condition = context().condition();
    ProcessLock lock = condition.lock();
    Gate gate = gate();
    CompletableFuture<Integer> child =
        pool(1)
            .applyAsync(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    lock.lock();
                    try {
                      while (!gate.isMarked("ping-" + i)) {
                        condition.await();
                      }
                      gate.mark("pong-" + i);
                      condition.signal();
                    } finally {
                      lock.unlock();
                    }
                  }
                  return 50;
                });
    for (int i = 0; i < 50; i++) {
      lock.lock();
      try {
        gate.mark("ping-" + i);
        condition.signalAll();
        while (!gate.isMarked("pong-" + i)) {
          condition.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }
    assertEquals(50, get(child));
  }

  @Test
  void aSignalWakesTheFirstAndSignalAllTheRestOfItsConditionOnly() {
    ProcessLock lock = context().reentrantLock();
    ProcessCondition a = lock.newCondition();
    ProcessCondition b = lock.newCondition();
    List<String> woken = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (String name : List.of("a1", "a2", "a3", "b1")) {
      CountDownLatch locked = new CountDownLatch(1);
      waiting.add(
          CompletableFuture.runAsync(
              () -> {
                lock.lock();
                locked.countDown();
                (name.startsWith("a") ? a : b).awaitUninterruptibly();
                woken.add(name);
                lock.unlock();
              },
              ContractBase::onAThread));
      assertTrue(SyncTasks.soon(locked));
      afterAllInLine(lock, woken); // it has the lock until it waits
    }
    Pool pool = pool(1);
    pool.apply(() -> SyncTasks.signal(a, false));
    assertEquals(List.of("a1"), afterAllInLine(lock, woken));
    pool.apply(() -> SyncTasks.signal(b, false));
    assertEquals(List.of("a1", "b1"), afterAllInLine(lock, woken));
    pool.apply(() -> SyncTasks.signal(a, true));
    assertEquals(List.of("a1", "b1", "a2", "a3"), afterAllInLine(lock, woken));
    waiting.forEach(ContractBase::get);
  }

  /** The lock is given in the order of asking: all that were woken have been there before. */
  private static List<String> afterAllInLine(ProcessLock lock, List<String> woken) {
    lock.lock();
    try {
      return List.copyOf(woken);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void anEventOfOneProcessWakesAllOthers() throws InterruptedException {
    ProcessEvent event = context().event();
    Pool pool = pool(2);
    Gate gate = gate();
    List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      waiting.add(
          pool.applyAsync(
              () -> {
                gate.mark("waits-" + Tasks.pid());
                event.await();
                return event.isSet();
              }));
    }
    gate.awaitMarks("waits-", 2);
    assertFalse(event.isSet());
    event.set();
    waiting.forEach(each -> assertTrue(get(each)));
    assertTrue(event.await(0, TimeUnit.SECONDS));
    pool.apply(
        () -> {
          event.clear();
          return 0;
        });
    assertFalse(event.isSet(), "what a task did before it ended is seen by all");
  }

  @Test
  void aSemaphoreLetsInAsManyAsItHasPermits() throws InterruptedException {
    ProcessSemaphore semaphore = context().boundedSemaphore(3);
    Pool pool = pool(1);
    pool.apply(
        () -> {
          semaphore.acquireUninterruptibly(2);
          assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(4));
          return 0;
        });
    assertEquals(1, semaphore.availablePermits());
    assertEquals(1, semaphore.drainPermits());
    assertEquals(0, semaphore.availablePermits());
    assertFalse(semaphore.tryAcquire());
    pool.apply(
        () -> {
          semaphore.release(2);
          return 0;
        });
    semaphore.release();
    assertEquals(3, semaphore.availablePermits());
    assertThrows(IllegalStateException.class, semaphore::release);
    assertEquals(3, semaphore.availablePermits());
    assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(4));
    assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(-1));
    assertThrows(IllegalArgumentException.class, () -> semaphore.release(-1));
    assertThrows(IllegalArgumentException.class, () -> context().semaphore(-1));
    assertThrows(IllegalArgumentException.class, () -> context().boundedSemaphore(-1));
  }

  @Test
  void aBarrierLetsThreeProcessesGoTogetherAgainAndAgain() throws Exception {
    Gate gate = gate();
    ProcessBarrier barrier = context().barrier(3, () -> gate.mark("acted-" + System.nanoTime()));
    Pool pool = pool(2);
    List<CompletableFuture<Integer>> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(
          pool.applyAsync(
              () -> {
                int places = 0;
                assertEquals(3, barrier.getParties());
                for (int round = 1; round <= 5; round++) {
                  places += barrier.await();
                  assertTrue(gate.marks("acted-").size() >= round, "the action comes first");
                }
                return places;
              }));
    }
    int places = 0;
    for (int round = 1; round <= 5; round++) {
      places += barrier.await();
    }
    for (CompletableFuture<Integer> other : others) {
      places += get(other);
    }
    assertEquals(5 * (2 + 1 + 0), places);
    assertEquals(5, gate.marks("acted-").size());
    assertEquals(3, barrier.getParties());
    assertThrows(IllegalArgumentException.class, () -> context().barrier(0));
  }

  @Test
  void aBarriersActionThatThrowsBreaksIt() {
    ProcessBarrier barrier =
        context()
            .barrier(
                1,
                () -> {
                  throw new IllegalStateException("no");
                });
    assertThrows(IllegalStateException.class, barrier::await);
    assertThrows(BrokenBarrierException.class, barrier::await);
  }
}
