package io.forkpool.core.dispatch;

import io.forkpool.WorkerEnd;
import java.util.Optional;

/**
 * How long workers stay. Guarded by the dispatcher's lock.
 *
 * <p>A worker that is busy is looked at when it has answered; one that is idle by the thread of its
 * slot, which sleeps until the moment at which the worker could have to leave at the earliest.
 * Calls come and go meanwhile without waking it: it looks again then, and sleeps for what is left.
 */
final class Tenures {
  /** Until somebody signals. */
  static final long FOR_EVER = Long.MAX_VALUE;

  /** Workers that began together end one after the other, over this part of their age. */
  private static final int SPREAD = 40;

  private final Staffing staffing;
  private final Ticker ticker;
  private final Vacancies vacancies;
  private int joined;

  Tenures(Staffing staffing, Ticker ticker, Vacancies vacancies) {
    this.staffing = staffing;
    this.ticker = ticker;
    this.vacancies = vacancies;
  }

  /** A worker joins. */
  void begin(Lane lane) {
    long age = staffing.maxAgeNanos();
    int place = joined++ % staffing.most();
    lane.joined = age == 0 ? 0 : ticker.nanos();
    lane.maxAgeNanos = age - age / SPREAD * place / staffing.most();
  }

  /** A worker waits for a task from now on. */
  void becomesIdle(Lane lane) {
    if (staffing.idleNanos() > 0) {
      lane.idleSince = ticker.nanos();
    }
  }

  boolean isTooOld(Lane lane) {
    return staffing.maxAgeNanos() > 0 && ticker.nanos() - lane.joined >= lane.maxAgeNanos;
  }

  /** Why a worker that is idle has to leave now, if it has. */
  Optional<WorkerEnd> due(Lane lane) {
    if (lane.state() != LaneState.IDLE) {
      return Optional.empty();
    }
    if (isTooOld(lane)) {
      return Optional.of(WorkerEnd.AGE);
    }
    boolean idle = mayLeave() && ticker.nanos() - lane.idleSince >= staffing.idleNanos();
    return idle ? Optional.of(WorkerEnd.IDLE) : Optional.empty();
  }

  /** How long a worker that is not due cannot become so; more than 0. */
  long nanosLeft(Lane lane) {
    long left = FOR_EVER;
    if (mayLeave()) {
      boolean idle = lane.state() == LaneState.IDLE;
      left = staffing.idleNanos() - (idle ? ticker.nanos() - lane.idleSince : 0);
    }
    if (staffing.maxAgeNanos() > 0 && !isTooOld(lane)) {
      left = Math.min(left, lane.maxAgeNanos - (ticker.nanos() - lane.joined));
    }
    return Math.max(left, 1);
  }

  private boolean mayLeave() {
    return staffing.idleNanos() > 0 && vacancies.isAboveLeast();
  }
}
