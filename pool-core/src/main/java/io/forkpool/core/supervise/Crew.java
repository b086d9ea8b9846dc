package io.forkpool.core.supervise;

import io.forkpool.WorkerDump;
import io.forkpool.WorkerStats;
import io.forkpool.core.dispatch.Dispatcher;
import io.forkpool.core.dispatch.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All slots of a pool. Thread-safe. */
public final class Crew {
  /** Slots' threads decode results, which may be deeply nested; else they need little stack. */
  private static final long STACK_BYTES = 1 << 20;

  private final List<WorkerSlot> slots = new ArrayList<>();
  private final SlotEvents events;

  /** How many slots' threads have not ended. */
  private final AtomicInteger alive;

  private final StackDumps stacks = new StackDumps();
  private final WorkerSpec spec;

  /**
   * Makes the slots; {@link #start} fills them.
   *
   * @param spec what their workers have in common
   * @param dispatcher what their workers serve
   * @param events what is told of them
   * @param ticker the time
   */
  public Crew(WorkerSpec spec, Dispatcher dispatcher, SlotEvents events, Ticker ticker) {
    this.spec = spec;
    this.events = events;
    this.alive = new AtomicInteger(spec.workers());
    RestartLimiter limiter = new RestartLimiter(spec.workers(), ticker);
    WorkerStarter starter = new WorkerStarter(spec, ticker);
    HeadStart headStart = new HeadStart(spec.startMethod().sharesMemory());
    for (int i = 1; i <= spec.workers(); i++) {
      slots.add(
          new WorkerSlot(spec.pool() + "-" + i, dispatcher, starter, limiter, headStart, events));
    }
  }

  /** Starts the slots' threads, which start workers. */
  public void start() {
    int number = 0;
    for (WorkerSlot slot : slots) {
      number++;
      Thread thread =
          new Thread(null, () -> live(slot), spec.pool() + "-slot-" + number, STACK_BYTES);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void live(WorkerSlot slot) {
    slot.run();
    if (alive.decrementAndGet() == 0) {
      events.ended();
    }
  }

  /**
   * Tells of the workers that are not ready yet.
   *
   * @return those whose process has been started
   */
  public List<WorkerStats> starting() {
    return slots.stream().flatMap(slot -> slot.starting().stream()).toList();
  }

  /**
   * Asks all workers that have connected for their stacks.
   *
   * @param nanos how long to wait for answers at the most
   * @return an answer for each, or why there is none
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public List<WorkerDump> dump(long nanos) throws InterruptedException {
    return stacks.of(slots.stream().flatMap(slot -> slot.lifeline().stream()).toList(), nanos);
  }

  /** No worker is needed any more: those that are being started are killed. */
  public void stop() {
    slots.forEach(WorkerSlot::stop);
  }

  /**
   * Tells whether every worker has gone.
   *
   * @return true once they have, and none will be started
   */
  public boolean hasEnded() {
    return slots.stream().allMatch(slot -> slot.ended().getCount() == 0);
  }

  /**
   * Waits until every worker has gone.
   *
   * @param nanos how long at the most
   * @return whether they have
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public boolean awaitEnd(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    for (WorkerSlot slot : slots) {
      if (!slot.ended().await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }
}
