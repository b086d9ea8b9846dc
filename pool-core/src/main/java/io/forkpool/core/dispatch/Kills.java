package io.forkpool.core.dispatch;

/**
 * Kills workers for the tasks that they run, and for those only. Guarded by the dispatcher's lock.
 *
 * <p><b>Why a kill cannot hit another task.</b> The lock holds up the parent, not the worker, which
 * goes on while somebody decides to kill it. So it is first kept from going on, through the memory
 * that it shares ({@link io.forkpool.core.channel.Claims}):
 *
 * <ul>
 *   <li>For a task that has passed its limit the worker is condemned if it still runs that very
 *       task, and spared if not.
 *   <li>A worker that has not begun what it was given for as long is condemned unless it begins
 *       just now; no task has run, so none is lost.
 *   <li>For a call that is stopped, what the worker has not claimed is taken back, after which it
 *       can claim nothing; if what it has claimed last is of that call it is condemned, so it can
 *       begin no further task of that chunk either.
 * </ul>
 *
 * <p>A condemned worker may end the task that it runs, and report it; then it waits for its death.
 */
final class Kills {
  private final HandOut handOut;

  Kills(HandOut handOut) {
    this.handOut = handOut;
  }

  /**
   * Kills the workers whose running task has passed its time limit, and those that do not begin a
   * task that has one.
   */
  void enforceLimits(long now, Effects effects) {
    boolean any = false;
    for (Lane lane : handOut.lanes()) {
      if (lane.condemnation.passIfOverrun(lane.claimed(), now)) {
        any = true;
        handOut.takeBackAhead(lane);
        effects.then(lane.process::killTree);
      } else if (lane.condemnation.passIfStuck(lane.claimed(), lane.assigned, now)) {
        effects.then(lane.process::killTree); // what it has goes to others when it is dead
      }
    }
    if (any) {
      handOut.feed(effects);
    }
  }

  /** Kills the workers that run a task of a call that is over. */
  void stop(Call call, Effects effects) {
    for (Lane lane : handOut.lanes()) {
      if (lane.owns(call) && isStopped(lane, call, effects)) {
        effects.then(lane.process::killTree);
      }
    }
    handOut.feed(effects);
  }

  private boolean isStopped(Lane lane, Call call, Effects effects) {
    // A caller that reads the answer itself would wait for ever if its only chunk were taken back.
    if (!lane.isDrivenFor(call)) {
      handOut.takeBack(lane, effects);
      Chunk claimed = lane.claimed();
      if (claimed == null || claimed.call != call) {
        return false;
      }
    }
    lane.condemnation.pass();
    return true;
  }
}
