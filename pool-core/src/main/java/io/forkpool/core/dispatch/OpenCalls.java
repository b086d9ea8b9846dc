package io.forkpool.core.dispatch;

import io.forkpool.PoolException;
import io.forkpool.core.outcome.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The calls with tasks that have not ended: gives them their outcomes, and ends them, each once.
 * Guarded by the dispatcher's lock.
 */
final class OpenCalls {
  private final TaskQueue queue;
  private final Agenda agenda;
  private final HandOut handOut;
  private final Room room;

  /** Signalled when outcomes of a stream have come and when a call ends. */
  private final Condition changed;

  private final Set<Call> open = new LinkedHashSet<>();
  private final Totals totals;

  OpenCalls(
      TaskQueue queue,
      Agenda agenda,
      HandOut handOut,
      Room room,
      Totals totals,
      Condition changed) {
    this.queue = queue;
    this.agenda = agenda;
    this.handOut = handOut;
    this.room = room;
    this.totals = totals;
    this.changed = changed;
  }

  void add(Call call) {
    open.add(call);
  }

  /** Gives the outcomes of the next tasks of a chunk to its call, but for tasks to be run again. */
  void settle(Chunk chunk, Outcome[] outcomes, Effects effects) {
    int first = chunk.reported;
    chunk.reported += outcomes.length;
    totals.begunAndEnded += outcomes.length;
    if (chunk.call.options().retries().retries() == 0) {
      give(chunk, first, outcomes, effects);
      return;
    }
    int given = 0;
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] instanceof Outcome.Failure failure
          && isRunAgain(chunk, first + i, failure.error(), effects)) {
        give(chunk, first + given, Arrays.copyOfRange(outcomes, given, i), effects);
        given = i + 1;
      }
    }
    give(chunk, first + given, Arrays.copyOfRange(outcomes, given, outcomes.length), effects);
  }

  private boolean isRunAgain(Chunk chunk, int index, PoolException error, Effects effects) {
    long backoff = chunk.call.isOver() ? Retries.NEVER : Retries.backoff(chunk, error);
    if (backoff == Retries.NEVER) {
      return false;
    }
    Chunk again = chunk.part(index, index + 1, chunk.attempt + 1);
    totals.retried++;
    if (backoff > 0) {
      agenda.retryAfter(backoff, again, effects);
    } else {
      queue.giveBack(new ArrayDeque<>(List.of(again)));
      handOut.feed(effects);
    }
    return true;
  }

  /** Gives outcomes of tasks of a chunk, from a given index, to its call. */
  void give(Chunk chunk, int index, Outcome[] outcomes, Effects effects) {
    count(outcomes);
    Call call = chunk.call;
    if (call.isOver() || outcomes.length == 0) {
      return;
    }
    boolean failed = call.deliver(chunk.first + index, outcomes, effects);
    boolean complete = call.tasksEnded(outcomes.length);
    if (failed) {
      drop(call, effects);
    } else if (complete) {
      complete(call, effects);
    } else if (call instanceof StreamCall) {
      changed.signalAll();
      if (call.isCaughtUp()) {
        open.remove(call); // its consumer may never come back
      }
    }
  }

  private void count(Outcome[] outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Value) {
        totals.completed++;
      } else {
        totals.failed++;
      }
    }
  }

  /** No further tasks of a call will come. */
  void allPublished(Call call, Effects effects) {
    call.allPublished();
    if (call.isComplete()) {
      complete(call, effects);
    }
  }

  private void complete(Call call, Effects effects) {
    end(call, effects);
    call.complete(effects);
  }

  /**
   * Ends a call that has not ended, and takes back what no worker has begun of it; returns whether
   * it had not ended.
   */
  boolean drop(Call call, Effects effects) {
    boolean first = end(call, effects);
    if (first) {
      handOut.withdraw(call, effects);
    }
    return first;
  }

  /** Fails a call as a whole, if it has not ended, and takes back what has not begun of it. */
  void abort(Call call, RuntimeException cause, Effects effects) {
    if (drop(call, effects)) {
      call.fail(cause, effects);
    }
  }

  /** Fails a call as a whole, if it has not ended. */
  void fail(Call call, RuntimeException cause, Effects effects) {
    if (end(call, effects)) {
      call.fail(cause, effects);
    }
  }

  void failAll(Supplier<RuntimeException> cause, Effects effects) {
    for (Call call : new ArrayList<>(open)) {
      fail(call, cause.get(), effects);
    }
    changed.signalAll();
  }

  /**
   * Ends calls of one task that no worker has begun, without an outcome. The workers get nothing
   * any more.
   */
  List<Call> endUnbegun(Predicate<Call> wanted, Effects effects) {
    handOut.retireAll();
    List<Call> unbegun =
        queue.unbegun().stream()
            .filter(call -> call instanceof SingleCall && wanted.test(call))
            .toList();
    unbegun.forEach(call -> end(call, effects));
    return unbegun;
  }

  /** Ends a call that has not ended: nothing more is given or delivered for it. */
  boolean end(Call call, Effects effects) {
    boolean first = !call.isOver();
    if (first) {
      queue.drop(call);
      agenda.drop(call);
      call.end();
      open.remove(call);
      room.ended(call);
      if (call.keepsFunction()) {
        handOut.forget(call, effects);
        changed.signalAll();
      }
    }
    return first;
  }
}
