package io.forkpool.core.dispatch;

import io.forkpool.WorkerEnd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which lane gets which chunk, and when. Guarded by the dispatcher's lock.
 *
 * <p>Keeps the second and the fourth invariant of {@link Dispatcher}: where chunks wait no lane
 * idles, and no lane idles while another has a chunk that it has not begun.
 */
final class HandOut {
  /** Tasks that are this short are sent ahead by more than one chunk, up to this time's worth. */
  private static final long AHEAD_NANOS = 200_000;

  private static final int MOST_AHEAD = 64;

  private final TaskQueue queue;
  private final Set<Lane> lanes = new LinkedHashSet<>();
  private final Deque<Lane> idle = new ArrayDeque<>();

  HandOut(TaskQueue queue) {
    this.queue = queue;
  }

  Collection<Lane> lanes() {
    return Collections.unmodifiableSet(lanes);
  }

  boolean hasIdle() {
    return !idle.isEmpty();
  }

  int idleCount() {
    return idle.size();
  }

  /** How many workers are in service: idle or busy. */
  int serving() {
    int count = 0;
    for (Lane lane : lanes) {
      count += lane.state() == LaneState.STOPPING ? 0 : 1;
    }
    return count;
  }

  /** How many chunks busy workers have that they have not begun. */
  int ahead() {
    int count = 0;
    for (Lane lane : lanes) {
      count += Math.max(0, lane.assigned.size() - 1);
    }
    return count;
  }

  boolean isQuiet() {
    return queue.isEmpty() && lanes.stream().allMatch(lane -> lane.assigned.isEmpty());
  }

  /** Takes a lane that is idle. */
  void add(Lane lane, Effects effects) {
    lanes.add(lane);
    idle.add(lane);
    feed(effects);
    balance(effects);
  }

  /** Takes a lane that gets nothing any more. */
  void addToStop(Lane lane, Effects effects) {
    lanes.add(lane);
    stop(lane, WorkerEnd.CLOSED, effects);
  }

  void remove(Lane lane) {
    lanes.remove(lane);
    idle.remove(lane);
  }

  /** Gives a call's only chunk to an idle lane, whose answer its caller will read. */
  Lane giveDirectly(Call call, Effects effects) {
    Lane lane = idle.remove();
    lane.become(LaneState.BUSY);
    lane.driveByCallerOf(call);
    give(lane, call.next(1, lane.tasksLeft), effects);
    return lane;
  }

  /** Hands out what waits: to idle lanes first, then ahead to busy ones. */
  void feed(Effects effects) {
    while (!idle.isEmpty()) {
      Chunk chunk = queue.next(idle.peek().tasksLeft);
      if (chunk == null) {
        return;
      }
      Lane lane = idle.remove();
      lane.become(LaneState.BUSY);
      lane.driveBy(Driver.SLOT);
      give(lane, chunk, effects);
    }
    if (!queue.isEmpty()) {
      for (Lane lane : lanes) {
        topUp(lane, effects);
      }
    }
  }

  /** Finds out what a busy lane does next that has answered a chunk. */
  void proceed(Lane lane, Effects effects) {
    topUp(lane, effects);
    if (!lane.assigned.isEmpty()) {
      if (lane.driver() != Driver.SLOT) {
        lane.driveBy(Driver.SLOT);
      }
      return;
    }
    lane.driveBy(Driver.NONE);
    if (!lane.takesMore()) {
      stop(lane, lane.why(), effects);
    } else {
      lane.become(LaneState.IDLE);
      idle.push(lane);
      balance(effects);
    }
  }

  /** Gives a busy lane as much as it may have. */
  private void topUp(Lane lane, Effects effects) {
    while (lane.state() == LaneState.BUSY
        && lane.takesMore()
        && lane.assigned.size() < mostAssigned(lane)) {
      Chunk chunk = queue.next(lane.tasksLeft);
      if (chunk == null) {
        return;
      }
      give(lane, chunk, effects);
    }
  }

  /** One chunk to run, and one ahead of its turn; or more if they are tiny. */
  private static int mostAssigned(Lane lane) {
    Chunk running = lane.assigned.peek();
    if (running == null) {
      return 1;
    }
    long expected = running.call.sizer().expectedNanos(running.count());
    return expected < 0 || expected >= AHEAD_NANOS
        ? 2
        : 1 + (int) Math.min(MOST_AHEAD, AHEAD_NANOS / Math.max(expected, 1));
  }

  private static void give(Lane lane, Chunk chunk, Effects effects) {
    lane.assign(chunk);
    effects.push(lane);
  }

  /** Gives idle lanes what others have not begun. */
  private void balance(Effects effects) {
    for (Lane lane : lanes) {
      if (idle.isEmpty()) {
        return;
      }
      if (lane.state() == LaneState.BUSY && lane.assigned.size() > 1) {
        takeBack(lane, effects);
        feed(effects);
      }
    }
  }

  /**
   * Takes back what a lane has not begun. If that is everything, the worker is just about to begin,
   * and somebody may be waiting for its answer: it gets the first chunk again that anybody wants,
   * or one that it is to skip.
   */
  void takeBack(Lane lane, Effects effects) {
    Deque<Chunk> back = lane.takeBack();
    effects.push(lane);
    if (lane.assigned.isEmpty()) {
      while (back.size() > 1 && back.element().call.isOver()) {
        back.remove();
      }
      Chunk first = back.remove();
      give(lane, first, effects);
      if (first.call.isOver()) {
        lane.drop(first.call);
      }
    }
    queue.giveBack(back);
  }

  /** Takes back what a lane has not begun, for good. */
  void takeBackAhead(Lane lane) {
    queue.giveBack(lane.takeBack());
  }

  /** Workers need not keep the function of a call that is over. */
  void forget(Call call, Effects effects) {
    for (Lane lane : lanes) {
      if (lane.forget(call)) {
        effects.push(lane);
      }
    }
  }

  /** Takes what is left of a call that is over from the lanes, but for tasks that have begun. */
  void withdraw(Call call, Effects effects) {
    for (Lane lane : lanes) {
      if (lane.hasAhead(call)) {
        takeBack(lane, effects);
      }
      lane.drop(call);
    }
    feed(effects);
  }

  /** Has an idle worker end. */
  void dismiss(Lane lane, WorkerEnd why, Effects effects) {
    idle.remove(lane);
    stop(lane, why, effects);
  }

  /** A worker is to be replaced when it has answered what it has begun. */
  void retire(Lane lane, WorkerEnd why) {
    takeBackAhead(lane);
    lane.tasksLeft = 0;
    lane.endBy(why);
  }

  /** Takes back what no worker has begun; none is given anything any more. */
  void retireAll() {
    lanes.stream()
        .filter(lane -> !lane.assigned.isEmpty())
        .forEach(lane -> retire(lane, WorkerEnd.CLOSED));
  }

  /** Tells idle workers to end. */
  void stopIdle(Effects effects) {
    for (Lane lane : new ArrayList<>(idle)) {
      stop(lane, WorkerEnd.CLOSED, effects);
    }
    idle.clear();
  }

  private static void stop(Lane lane, WorkerEnd why, Effects effects) {
    lane.endBy(why);
    lane.become(LaneState.STOPPING);
    lane.offerStop();
    effects.push(lane);
    lane.wanted.signal();
  }
}
