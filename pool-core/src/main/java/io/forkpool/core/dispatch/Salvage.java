package io.forkpool.core.dispatch;

import io.forkpool.PoolException;
import io.forkpool.core.outcome.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What becomes of the chunks of a worker that has died. The words that it shared ({@link
 * io.forkpool.core.channel.Claims}) tell exactly what it had begun, to the task. Guarded by the
 * dispatcher's lock.
 */
final class Salvage {
  private final Lane lane;
  private final Loss loss;
  private final DispatchState shared;
  private final Effects effects;
  private final Deque<Chunk> back = new ArrayDeque<>();
  private int lost;

  /**
   * Looks through a dead worker's chunks. The task that it was killed for comes first: a call that
   * fails with its first failure fails with that, not with what the kill took along.
   *
   * @param loss makes the exceptions of lost tasks
   */
  Salvage(Lane lane, Loss loss, DispatchState shared, Effects effects) {
    this.lane = lane;
    this.loss = loss;
    this.shared = shared;
    this.effects = effects;
    Chunk late = lane.condemnation.timedOut();
    int index = lane.condemnation.timedOutIndex();
    if (late != null && index >= late.reported) {
      end(late, index, loss.timeout(late.call.options().timeoutNanos()));
    }
    for (Chunk chunk : lane.assigned) {
      salvage(chunk);
    }
    lane.assigned.clear();
  }

  /** What is to be run, in order: chunks that were not begun, and tasks that are run again. */
  Deque<Chunk> back() {
    return back;
  }

  /** How many tasks had begun and were not reported. */
  int lost() {
    return lost;
  }

  private void salvage(Chunk chunk) {
    int begun = Math.max(begunOf(chunk), chunk.reported);
    lost += begun - chunk.reported;
    for (int index = chunk.reported; index < begun; index++) {
      if (!lane.condemnation.isFor(chunk, index)) {
        end(chunk, index, loss.lost());
      }
    }
    if (begun < chunk.count()) {
      back.add(begun == 0 ? chunk : chunk.part(begun, chunk.count(), chunk.attempt));
    }
  }

  private void end(Chunk chunk, int index, PoolException error) {
    if (chunk.call.isOver()) {
      return;
    }
    long backoff = Retries.backoff(chunk, error);
    if (backoff == Retries.NEVER) {
      shared.open.give(chunk, index, new Outcome[] {new Outcome.Failure(error)}, effects);
      return;
    }
    Chunk again = chunk.part(index, index + 1, chunk.attempt + 1);
    shared.totals.retried++;
    if (backoff > 0) {
      shared.agenda.retryAfter(backoff, again, effects);
    } else {
      back.add(again);
    }
  }

  private int begunOf(Chunk chunk) {
    long claimed = lane.claims.claimed();
    if (chunk.sequence > claimed) {
      return 0;
    }
    return chunk.sequence < claimed ? chunk.count() : lane.claims.begun(chunk.sequence);
  }
}
