package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Context;
import io.forkpool.ProcessBarrier;
import io.forkpool.ProcessCondition;
import io.forkpool.ProcessEvent;
import io.forkpool.ProcessLock;
import io.forkpool.ProcessSemaphore;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.function.Executable;

/** What the processes of {@link SyncContract} do. */
final class SyncTasks {
  /** Set by tests before a fork, which copies it. */
  static ProcessLock inherited;

  private SyncTasks() {}

  /** One of each kind; none is to be had: the lock is held, and so on. */
  record Unavailable(
      ProcessLock lock, ProcessSemaphore semaphore, ProcessEvent event, ProcessBarrier barrier)
      implements Serializable {

    /** Each way to wait ends by its time limit, and by an interrupt. */
    boolean everyWaitEnds() throws InterruptedException, BrokenBarrierException {
      assertFalse(lock.tryLock());
      assertFalse(lock.tryLock(20, TimeUnit.MILLISECONDS));
      assertFalse(lock.tryLock(-1, TimeUnit.DAYS, () -> {}));
      isInterrupted(lock::lockInterruptibly);
      isInterrupted(() -> lock.tryLock(1, TimeUnit.DAYS));
      isInterrupted(() -> lock.tryLock(1, TimeUnit.DAYS, () -> {}));

      assertFalse(semaphore.tryAcquire());
      assertFalse(semaphore.tryAcquire(2, 20, TimeUnit.MILLISECONDS));
      isInterrupted(semaphore::acquire);
      isInterrupted(() -> semaphore.tryAcquire(1, TimeUnit.DAYS));

      assertFalse(event.isSet());
      assertFalse(event.await(20, TimeUnit.MILLISECONDS));
      isInterrupted(event::await);
      isInterrupted(() -> event.await(1, TimeUnit.DAYS));

      assertThrows(TimeoutException.class, () -> barrier.await(20, TimeUnit.MILLISECONDS));
      assertThrows(BrokenBarrierException.class, barrier::await);
      barrier.reset();
      isInterrupted(barrier::await);
      assertTrue(barrier.isBroken());
      barrier.reset();
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, barrier::await);
      assertTrue(barrier.isBroken());
      barrier.reset();
      return true;
    }
  }

  /** What a process has made, and its id. */
  record Made(
      ProcessLock lock,
      ProcessSemaphore semaphore,
      ProcessEvent event,
      ProcessBarrier barrier,
      long pid)
      implements Serializable {}

  static Made make(Context context) {
    return new Made(
        context.lock(), context.semaphore(1), context.event(), context.barrier(2), Tasks.pid());
  }

  /** Each way to wait for a signal ends, and has the lock again. */
  static boolean everyWaitForASignalEnds(ProcessCondition condition) throws InterruptedException {
    ProcessLock lock = condition.lock();
    assertThrows(IllegalMonitorStateException.class, condition::signal);
    assertThrows(IllegalMonitorStateException.class, condition::await);
    lock.lock();
    lock.lock();
    assertFalse(condition.await(20, TimeUnit.MILLISECONDS));
    assertTrue(condition.awaitNanos(20_000_000) <= 0);
    assertFalse(condition.awaitUntil(new Date(System.currentTimeMillis() - 1)));
    assertFalse(condition.awaitUntil(new Date(System.currentTimeMillis() + 20)));
    isInterrupted(condition::await);
    isInterrupted(() -> condition.await(1, TimeUnit.DAYS));
    assertEquals(2, lock.getHoldCount());
    lock.unlock();
    lock.unlock();
    assertFalse(lock.isHeldByCurrentThread());
    return true;
  }

  /** All that is asked for is to be had. */
  static boolean interruptsBeforeCount(
      ProcessCondition condition, ProcessSemaphore semaphore, ProcessEvent event) {
    ProcessLock lock = condition.lock();
    interruptedBefore(lock::lockInterruptibly);
    interruptedBefore(() -> lock.tryLock(1, TimeUnit.DAYS));
    interruptedBefore(semaphore::acquire);
    interruptedBefore(() -> semaphore.tryAcquire(1, TimeUnit.DAYS));
    interruptedBefore(event::await);
    assertFalse(lock.isHeldByCurrentThread());
    assertEquals(2, semaphore.availablePermits());
    Thread.currentThread().interrupt();
    lock.lock();
    assertTrue(Thread.interrupted());
    interruptedBefore(condition::await);
    assertTrue(lock.isHeldByCurrentThread());
    lock.unlock();
    Thread.currentThread().interrupt();
    semaphore.acquireUninterruptibly(2);
    assertTrue(Thread.interrupted());
    semaphore.release(2);
    return true;
  }

  private static void interruptedBefore(Executable wait) {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, wait);
    assertFalse(Thread.interrupted());
  }

  /** Does what nobody need wait for; which comes last depends on the turn. */
  static boolean takeAndGiveBack(
      ProcessLock lock, ProcessSemaphore semaphore, ProcessEvent event, int turn)
      throws InterruptedException {
    semaphore.acquire();
    lock.lock();
    List<Runnable> all = new ArrayList<>(List.of(semaphore::release, lock::unlock, event::set));
    Collections.rotate(all, turn);
    all.forEach(Runnable::run);
    return true;
  }

  /** Makes locks until one has the number that one of another process has. */
  static ProcessLock makeLike(Context context, String beginning) {
    ProcessLock made;
    do {
      made = context.lock();
    } while (!made.toString().startsWith(beginning));
    return made;
  }

  static boolean signal(ProcessCondition condition, boolean all) {
    condition.lock().lock();
    try {
      if (all) {
        condition.signalAll();
      } else {
        condition.signal();
      }
    } finally {
      condition.lock().unlock();
    }
    return true;
  }

  static boolean soon(CountDownLatch latch) {
    try {
      return latch.await(ContractBase.PROMPT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Interrupts the thread while it waits; it may be that it does not wait yet. */
  private static void isInterrupted(Executable wait) {
    Thread waiting = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
              while (waiting.getState() == Thread.State.RUNNABLE && System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              waiting.interrupt();
            });
    interrupter.start();
    assertThrows(InterruptedException.class, wait);
  }

  /** Adds to the number in a file, in a way that loses additions if two do so at a time. */
  static int add(ProcessLock lock, Path file, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      lock.lock();
      try {
        long number = Long.parseLong(Files.readString(file));
        Thread.yield();
        Files.writeString(file, Long.toString(number + 1));
      } finally {
        lock.unlock();
      }
    }
    return times;
  }

  /** A lock that is not re-entrant tells its holder; each lock tells who does not hold it. */
  static boolean locksNoticeMistakes(ProcessLock plain, ProcessLock reentrant)
      throws InterruptedException {
    assertThrows(IllegalMonitorStateException.class, plain::unlock);
    plain.lock();
    assertThrows(IllegalStateException.class, plain::lock);
    assertThrows(IllegalStateException.class, () -> plain.lock(() -> {}));
    assertThrows(IllegalStateException.class, plain::lockInterruptibly);
    assertThrows(IllegalStateException.class, () -> plain.tryLock(1, TimeUnit.DAYS));
    assertFalse(plain.tryLock());
    assertEquals(1, plain.getHoldCount());
    plain.unlock();
    assertThrows(IllegalMonitorStateException.class, plain::unlock);

    reentrant.lock();
    assertTrue(reentrant.tryLock());
    reentrant.lockInterruptibly();
    reentrant.unlock();
    assertEquals(2, reentrant.getHoldCount());
    onAnotherThread(
        () -> {
          assertFalse(reentrant.tryLock());
          assertThrows(IllegalMonitorStateException.class, reentrant::unlock);
        });
    reentrant.unlock();
    assertTrue(reentrant.isLocked());
    reentrant.unlock();
    assertFalse(reentrant.isLocked());
    assertThrows(IllegalMonitorStateException.class, reentrant::unlock);
    return true;
  }

  private static void onAnotherThread(Executable action) throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        new Thread(
            () -> {
              try {
                action.execute();
              } catch (Throwable e) {
                thrown[0] = e;
              }
            });
    thread.start();
    thread.join();
    if (thrown[0] != null) {
      throw new AssertionError(thrown[0]);
    }
  }
}
