package io.forkpool.core.dispatch;

import io.forkpool.WorkerEnd;
import io.forkpool.core.channel.Claims;
import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.FrameChannel;
import io.forkpool.core.channel.MalformedFrameException;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.outcome.Outcome;
import java.io.IOException;
import java.util.Optional;

/**
 * The workers' side of a {@link Dispatcher}: takes workers in and out of service, and what they
 * answer. Thread-safe.
 */
public final class Lanes {
  /** A worker that has so many chunks is given the next ones a little later, many in one write. */
  private static final int PLENTY = 16;

  private final DispatchState shared;

  Lanes(DispatchState shared) {
    this.shared = shared;
  }

  /**
   * Waits until another worker is wanted. Whoever is told so starts one, which {@linkplain #join
   * joins}, or says that {@link #startFailed none will}.
   *
   * @return false once no worker is needed any more
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitVacancy() throws InterruptedException {
    shared.lock.lockInterruptibly();
    try {
      while (shared.life.wantsWorkers()) {
        if (shared.vacancies.isWanted()) {
          startBegins();
          return true;
        }
        shared.vacancies.await();
      }
      return false;
    } finally {
      shared.lock.unlock();
    }
  }

  void startBegins() {
    shared.locked(effects -> shared.vacancies.startBegins());
  }

  /** A worker that was being started will not join. */
  public void startFailed() {
    shared.locked(effects -> shared.vacancies.startEnded());
  }

  /**
   * Takes a worker into service.
   *
   * @param process its process
   * @param channel its channel; it has said that it is ready
   * @param claims the words it shares
   * @param codec decodes what it sends; used by the lane's driver only
   * @return its lane
   */
  public Lane join(WorkerProcess process, FrameChannel channel, Claims claims, CodecSession codec) {
    int share = shared.staffing.share();
    Lane lane = new Lane(process, channel, claims, share, shared.lock.newCondition());
    lane.since = shared.ticker.nanos();
    lane.answeredBy(new AnswerReader(this, lane, codec));
    shared.locked(
        effects -> {
          shared.vacancies.startEnded();
          shared.tenures.begin(lane);
          if (shared.life.wantsWorkers()) {
            shared.tenures.becomesIdle(lane);
            shared.handOut.add(lane, effects);
          } else {
            shared.handOut.addToStop(lane, effects);
          }
        });
    return lane;
  }

  /**
   * Waits until the slot's thread has something to do for a lane.
   *
   * @param lane the lane
   * @return true if it is to read answers, false if the worker ends or has ended
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitTurn(Lane lane) throws InterruptedException {
    Effects effects = new Effects();
    shared.lock.lockInterruptibly();
    try {
      while (!lane.isDrivenBySlot()) {
        if (lane.state() == LaneState.STOPPING || lane.exited && lane.driver() == Driver.NONE) {
          return false;
        }
        Optional<WorkerEnd> due = shared.tenures.due(lane);
        if (due.isPresent()) {
          shared.handOut.dismiss(lane, due.get(), effects);
          shared.stepped();
          return false;
        }
        long left = shared.tenures.nanosLeft(lane);
        if (left == Tenures.FOR_EVER) {
          lane.wanted.await();
        } else {
          lane.wanted.awaitNanos(left);
        }
      }
      return true;
    } finally {
      shared.lock.unlock();
      effects.run();
    }
  }

  /**
   * Takes outcomes in that a worker has sent.
   *
   * @param lane its lane
   * @param frame the RESULT
   * @param outcomes what it held
   * @throws IOException if it does not answer what the worker was given: the worker is not sane
   */
  public void received(Lane lane, Frame frame, Outcome[] outcomes) throws IOException {
    boolean[] sane = new boolean[1];
    shared.locked(
        effects -> {
          Chunk chunk = lane.assigned.peek();
          sane[0] = chunk != null && chunk.isAnsweredBy(frame);
          if (sane[0]) {
            if (frame.count() > 0) {
              chunk.call.measured(frame.length(), frame.count());
            }
            lane.tasksDone += outcomes.length;
            shared.open.settle(chunk, outcomes, effects);
            if (frame.has(Frame.LAST)) {
              answered(lane, chunk, frame, effects);
            }
            if (mayWait(lane)) {
              effects.leaveToDriver(lane);
            }
          }
        });
    if (!sane[0]) {
      throw new MalformedFrameException("the worker answers what it was not asked: " + frame);
    }
  }

  /**
   * Whether what is in line for a lane may wait until more answers were taken in. Its driver, which
   * is this thread, sends it before it sleeps ({@link FrameChannel}); and it takes in without
   * waiting what has come already.
   */
  private static boolean mayWait(Lane lane) {
    return lane.assigned.size() >= PLENTY && lane.isDrivenBySlot() && lane.channel.hasReceived();
  }

  private void answered(Lane lane, Chunk chunk, Frame frame, Effects effects) {
    if (frame.has(Frame.SKIPPED)) {
      lane.tasksLeft += chunk.count() - chunk.reported;
    } else {
      chunk.call.sizer().measured(chunk.count(), frame.detail());
    }
    shared.totals.ranNanos += frame.detail();
    lane.assigned.remove();
    Optional<WorkerEnd> end = endAfter(lane, frame);
    end.ifPresent(why -> shared.handOut.retire(lane, why));
    shared.handOut.proceed(lane, effects);
    if (lane.state() == LaneState.IDLE) {
      shared.tenures.becomesIdle(lane);
    }
    if (end.isPresent()) {
      shared.handOut.feed(effects);
    }
    if (!shared.queue.isEmpty() || chunk.call.keepsFunction()) {
      shared.changed.signalAll();
    }
    shared.stopIfDone(effects);
  }

  /** Why a worker is to be replaced that has answered, if it is. */
  private Optional<WorkerEnd> endAfter(Lane lane, Frame answer) {
    if (answer.has(Frame.RETIRE)) {
      return Optional.of(answer.has(Frame.LARGE) ? WorkerEnd.MEMORY : WorkerEnd.OUT_OF_MEMORY);
    }
    return shared.tenures.isTooOld(lane) ? Optional.of(WorkerEnd.AGE) : Optional.empty();
  }

  /**
   * A caller that was reading from a lane does so no more, and the call is not done.
   *
   * @param lane the lane
   * @param call what it was waiting for
   */
  public void callerLeaves(Lane lane, SingleCall<?> call) {
    shared.locked(
        effects -> {
          if (lane.isDrivenFor(call)) {
            lane.driveBy(Driver.SLOT);
          }
        });
  }

  /**
   * A worker's process has ended; its channel may still hold answers.
   *
   * @param lane its lane
   */
  public void exited(Lane lane) {
    shared.locked(
        effects -> {
          lane.exited = true;
          lane.wanted.signal();
        });
  }

  /**
   * Takes a worker out of service. What it had not begun goes back to the queue; what it had begun
   * is run again if its call allows, else it fails.
   *
   * @param lane its lane; its process has ended
   * @param loss makes the exceptions of tasks that were lost
   * @return why it ended, and how many tasks were lost with it
   */
  public Departure leave(Lane lane, Loss loss) {
    Departure[] departure = new Departure[1];
    shared.locked(
        effects -> {
          WorkerEnd why = lane.whyGone(shared.life.wantsWorkers());
          shared.lostWorkers += why.isLoss() ? 1 : 0;
          lane.become(LaneState.GONE);
          lane.driveBy(Driver.NONE);
          shared.handOut.remove(lane);
          Salvage salvage = new Salvage(lane, loss, shared, effects);
          departure[0] = new Departure(why, salvage.lost());
          shared.totals.begunAndEnded += salvage.lost();
          shared.totals.ended(why);
          shared.queue.giveBack(salvage.back());
          shared.handOut.feed(effects);
          shared.stopIfDone(effects);
        });
    return departure[0];
  }

  /**
   * Kills the workers whose running task has passed its time limit.
   *
   * @param now the time in nanoseconds
   */
  public void enforceTimeouts(long now) {
    shared.locked(effects -> shared.kills.enforceLimits(now, effects));
  }
}
