package io.forkpool.core.dispatch;

import io.forkpool.QueueLimit;
import io.forkpool.TaskTimeoutException;
import io.forkpool.WorkerInitializationException;
import io.forkpool.WorkerStats;
import io.forkpool.core.channel.Claims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/**
 * Takes the tasks of calls in, hands them to lanes, and gives outcomes back to calls.
 *
 * <p><b>One lock.</b> All state of a pool that more than one thread sees is behind it: what is
 * queued, who owns which chunk, who reads from which worker. It is held for short steps only;
 * nothing is encoded, decoded, written to a socket or told to user code while it is held ({@link
 * Effects} come after).
 *
 * <p><b>Invariants</b>, whenever the lock is free:
 *
 * <ol>
 *   <li>A chunk is in the queue, on the agenda (it waits for another attempt) or with one lane,
 *       always exactly one of these, until its outcomes have come or its call is over. So nothing
 *       is lost, and nothing runs twice unless its call allows retries.
 *   <li>If a chunk is queued, no lane is idle.
 *   <li>A lane that owns a chunk has a driver, which is woken by the worker's death; an idle one
 *       has none.
 *   <li>No lane idles while another has a chunk that it has not begun: what was sent ahead is taken
 *       back ({@link Claims}) and given to the idle one. So sending ahead never costs balance.
 * </ol>
 *
 * <p>What callers do is in {@link Intake}, what workers' threads do in {@link Lanes}, the pool's
 * life here; all of it are steps on one {@link DispatchState}.
 */
public final class Dispatcher {
  private final DispatchState shared;
  private final Intake intake;
  private final Lanes lanes;

  /**
   * Makes a dispatcher without lanes.
   *
   * @param staffing how many lanes there are to be, and when they end
   * @param ticker the time
   * @param alarm is run, without the lock, when {@link #runDue} is to be called earlier than it
   *     said last; has it called
   * @param onStopping is run, without the lock, when no worker is needed any more
   */
  public Dispatcher(Staffing staffing, Ticker ticker, Runnable alarm, Runnable onStopping) {
    this(staffing, Optional.empty(), ticker, alarm, onStopping);
  }

  /**
   * Makes a dispatcher without lanes.
   *
   * @param staffing how many lanes there are to be, and for how long
   * @param limit how much may wait for a worker
   * @param ticker the time
   * @param alarm is run, without the lock, when {@link #runDue} is to be called earlier than it
   *     said last; has it called
   * @param onStopping is run, without the lock, when no worker is needed any more
   */
  public Dispatcher(
      Staffing staffing,
      Optional<QueueLimit> limit,
      Ticker ticker,
      Runnable alarm,
      Runnable onStopping) {
    this.shared = new DispatchState(staffing, limit, ticker, alarm, onStopping);
    this.intake = new Intake(shared);
    this.lanes = new Lanes(shared);
  }

  /**
   * Gives the callers' side.
   *
   * @return what takes calls in
   */
  public Intake intake() {
    return intake;
  }

  /**
   * Gives the workers' side.
   *
   * @return what takes workers in
   */
  public Lanes lanes() {
    return lanes;
  }

  /**
   * Takes no further calls; ends when those it has are done and {@link #release} was called.
   *
   * @return whether this changed anything; only then release is to be called
   */
  public boolean close() {
    boolean[] first = new boolean[1];
    shared.locked(
        effects -> {
          first[0] = shared.life.state() == PoolState.RUNNING;
          if (first[0]) {
            shared.life.become(PoolState.CLOSED);
            shared.feeds++;
          }
        });
    return first[0];
  }

  /** Streams that were open when the pool was closed have been published to their end. */
  public void release() {
    shared.locked(
        effects -> {
          shared.feeds--;
          shared.stopIfDone(effects);
        });
  }

  /** Gives everything up that has not ended, and kills the workers. */
  public void terminate() {
    terminate(call -> false);
  }

  /**
   * Gives everything up that has not ended, and kills the workers; but calls of one task that no
   * worker has begun are ended without an outcome, if they are to be kept.
   *
   * @param kept tells which are
   * @return those that were
   */
  public List<Call> terminate(Predicate<Call> kept) {
    List<Call> unbegun = new ArrayList<>();
    shared.locked(
        effects -> {
          if (shared.life.state() != PoolState.STOPPING) {
            unbegun.addAll(shared.open.endUnbegun(kept, effects));
            shared.open.failAll(
                () -> new CancellationException("the pool was terminated"), effects);
            shared.becomeStopping(effects);
          }
          shared.handOut.lanes().forEach(lane -> effects.then(lane.process::kill));
        });
    return unbegun;
  }

  /**
   * Gives everything up since no worker can be made ready.
   *
   * @param cause why
   */
  public void breakDown(WorkerInitializationException cause) {
    shared.locked(
        effects -> {
          if (shared.life.wantsWorkers()) {
            shared.life.breakDown(cause);
            shared.open.failAll(() -> shared.life.refusal("the pool is broken"), effects);
            shared.handOut.lanes().forEach(lane -> effects.then(lane.process::kill));
            shared.vacancies.close();
            effects.then(shared.onStopping);
          }
        });
  }

  /**
   * Does what is due: runs tasks again that have waited for it, and fails calls whose deadline has
   * passed.
   *
   * @return how many nanoseconds there are until something is due; the longest time there is if
   *     nothing is
   */
  public long runDue() {
    long[] wait = new long[1];
    shared.locked(
        effects -> {
          shared.queue.giveBack(shared.agenda.dueChunks());
          shared.handOut.feed(effects);
          for (Call call : shared.agenda.overdueCalls()) {
            failOverdue(call, effects);
          }
          shared.stopIfDone(effects);
          wait[0] = shared.agenda.nanosToNext();
        });
    return wait[0];
  }

  private void failOverdue(Call call, Effects effects) {
    Duration limit = Duration.ofNanos(call.options().deadlineNanos());
    String message = "the call was not done within its deadline of " + limit;
    shared.open.abort(
        call,
        new TaskTimeoutException(message, TaskTimeoutException.Kind.DEADLINE, limit, null),
        effects);
    shared.kills.stop(call, effects);
  }

  /**
   * Tells whether slots are to have workers.
   *
   * @return false once no worker is needed any more
   */
  public boolean wantsWorkers() {
    shared.lock.lock();
    try {
      return shared.life.wantsWorkers();
    } finally {
      shared.lock.unlock();
    }
  }

  /**
   * Sets what is run whenever something has happened. It must not block and not throw.
   *
   * @param observer runs without the lock, on whatever thread
   */
  public void observe(Runnable observer) {
    shared.observe(observer);
  }

  /**
   * Tells what goes on.
   *
   * @return a consistent snapshot
   */
  public Snapshot snapshot() {
    shared.lock.lock();
    try {
      long now = shared.ticker.nanos();
      Totals totals = shared.totals;
      int busy = 0;
      long assigned = 0;
      long begun = totals.begunAndEnded;
      List<WorkerStats> workers = new ArrayList<>();
      for (Lane lane : shared.handOut.lanes()) {
        busy += lane.state() == LaneState.BUSY ? 1 : 0;
        begun += lane.begunTasks();
        workers.add(lane.describe(now));
        for (Chunk chunk : lane.assigned) {
          assigned += chunk.count() - chunk.reported;
        }
      }
      return new Snapshot(
          shared.handOut.idleCount(),
          busy,
          shared.starting(shared.handOut.idleCount() + busy),
          shared.backlog.tasks() + shared.agenda.waitingTasks(),
          shared.backlog.bytes(),
          assigned,
          totals.submitted,
          begun,
          totals.completed,
          totals.failed,
          totals.retried,
          totals.ranNanos,
          shared.backlog.waitedNanos(),
          shared.lostWorkers,
          totals.ends(),
          List.copyOf(workers));
    } finally {
      shared.lock.unlock();
    }
  }
}
