package io.forkpool.core.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * What becomes of the chunks of a worker that has died. The words that it shared ({@link
 * io.forkpool.core.channel.Claims}) tell exactly what it had begun, to the task. Guarded by the
 * dispatcher's lock.
 */
final class Salvage {
  private final Lane lane;
  private final Loss loss;
  private final BiConsumer<Chunk, io.forkpool.PoolException> fail;
  private final Deque<Chunk> back = new ArrayDeque<>();
  private int lost;

  /**
   * Looks through a dead worker's chunks.
   *
   * @param loss makes the exceptions of lost tasks
   * @param fail gives a chunk's next task its failure
   */
  Salvage(Lane lane, Loss loss, BiConsumer<Chunk, io.forkpool.PoolException> fail) {
    this.lane = lane;
    this.loss = loss;
    this.fail = fail;
    for (Chunk chunk : lane.assigned) {
      salvage(chunk);
    }
    lane.assigned.clear();
  }

  /** What is to be run, in order: chunks that were not begun, and tasks that may be run again. */
  Deque<Chunk> back() {
    return back;
  }

  /** How many tasks had begun and were not reported. */
  int lost() {
    return lost;
  }

  private void salvage(Chunk chunk) {
    int begun = Math.max(begunOf(chunk), chunk.reported);
    int reported = chunk.reported;
    lost += begun - reported;
    for (int index = reported; index < begun && !chunk.call.isOver(); index++) {
      boolean late = lane.timedOut == chunk && index == lane.timedOutIndex;
      if (late) {
        fail.accept(chunk, loss.timeout(chunk.call.options().timeoutNanos()));
      } else if (chunk.attempt < chunk.call.options().retries()) {
        back.add(chunk.part(index, index + 1, chunk.attempt + 1));
        chunk.reported++;
      } else {
        fail.accept(chunk, loss.lost());
      }
    }
    if (begun < chunk.count()) {
      back.add(begun == 0 ? chunk : chunk.part(begun, chunk.count(), chunk.attempt));
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
