package io.forkpool.core.dispatch;

import io.forkpool.QueueLimit;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the sides of a {@link Dispatcher} share, and the one lock that guards it. Every step that
 * changes anything is one of {@link #locked}.
 */
final class DispatchState {
  final ReentrantLock lock = new ReentrantLock();

  /** Signalled when outcomes of a stream have come, when there is room again, when a call ends. */
  final Condition changed = lock.newCondition();

  final Ticker ticker;
  final Backlog backlog;
  final TaskQueue queue;
  final HandOut handOut;
  final Agenda agenda;
  final Kills kills;
  final OpenCalls open;
  final Life life = new Life();
  final Staffing staffing;
  final Vacancies vacancies;
  final Tenures tenures;
  final Room room;
  final Totals totals = new Totals();

  /** How many threads are about to publish tasks that a closed pool still takes. */
  int feeds;

  long lostWorkers;

  /** Is run, without the lock, when no worker is needed any more. */
  final Runnable onStopping;

  private volatile boolean someIdle;

  /** Is run after each step, without the lock. */
  private volatile Runnable observer = () -> {};

  DispatchState(
      Staffing staffing,
      Optional<QueueLimit> limit,
      Ticker ticker,
      Runnable alarm,
      Runnable onStopping) {
    this.staffing = staffing;
    this.onStopping = onStopping;
    this.ticker = ticker;
    this.backlog = new Backlog(ticker);
    this.queue = new TaskQueue(staffing.most(), backlog);
    this.handOut = new HandOut(queue);
    this.vacancies = new Vacancies(staffing, handOut, queue, lock.newCondition());
    this.tenures = new Tenures(staffing, ticker, vacancies);
    this.agenda = new Agenda(ticker, alarm);
    this.kills = new Kills(handOut);
    this.room = new Room(lock, backlog, life, limit);
    this.open = new OpenCalls(queue, agenda, handOut, room, totals, changed);
  }

  /** What may throw nothing has {@link RuntimeException} for E. */
  @FunctionalInterface
  interface Step<E extends Exception> {
    void take(Effects effects) throws E;
  }

  /** A step under the lock; what it leaves to do is done after the lock is free. */
  <E extends Exception> void locked(Step<E> step) throws E {
    Effects effects = new Effects();
    lock.lock();
    try {
      step.take(effects);
      stepped();
    } finally {
      room.wake();
      lock.unlock();
    }
    effects.run();
    observer.run();
  }

  void observe(Runnable next) {
    observer = next;
  }

  /** To be called at the end of each step. */
  void stepped() {
    someIdle = handOut.hasIdle() || vacancies.isEmpty();
    vacancies.update();
  }

  /** A worker that the pool is about to start counts as one that is being started. */
  int starting(int up) {
    return life.wantsWorkers() ? Math.max(staffing.least() - up, vacancies.starting()) : 0;
  }

  /** Whether a worker waits for tasks, or will be started for one; a hint, without the lock. */
  boolean hasIdle() {
    return someIdle;
  }

  /** A closed pool ends with its last task. */
  void stopIfDone(Effects effects) {
    if (life.state() == PoolState.CLOSED
        && feeds == 0
        && agenda.waitingTasks() == 0
        && handOut.isQuiet()) {
      becomeStopping(effects);
    }
  }

  void becomeStopping(Effects effects) {
    life.become(PoolState.STOPPING);
    handOut.stopIdle(effects);
    vacancies.close();
    effects.then(onStopping);
  }
}
