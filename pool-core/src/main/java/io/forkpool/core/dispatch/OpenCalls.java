package io.forkpool.core.dispatch;

import io.forkpool.core.outcome.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

/**
 * The calls with tasks that have not ended: gives them their outcomes, and ends them, each once.
 * Guarded by the dispatcher's lock.
 */
final class OpenCalls {
  private final TaskQueue queue;
  private final HandOut handOut;

  /** Signalled when outcomes of a stream have come and when a call ends. */
  private final Condition changed;

  private final Set<Call> open = new LinkedHashSet<>();
  private long completedTasks;
  private long failedTasks;

  OpenCalls(TaskQueue queue, HandOut handOut, Condition changed) {
    this.queue = queue;
    this.handOut = handOut;
    this.changed = changed;
  }

  void add(Call call) {
    open.add(call);
  }

  long completedTasks() {
    return completedTasks;
  }

  long failedTasks() {
    return failedTasks;
  }

  /** Gives the outcomes of the next tasks of a chunk to its call. */
  void settle(Chunk chunk, Outcome[] outcomes, Effects effects) {
    int first = chunk.first + chunk.reported;
    chunk.reported += outcomes.length;
    count(outcomes);
    Call call = chunk.call;
    if (call.isOver()) {
      return;
    }
    boolean failed = call.deliver(first, outcomes, effects);
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
        completedTasks++;
      } else {
        failedTasks++;
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

  /** Ends a call that has not ended: nothing more is given or delivered for it. */
  boolean end(Call call, Effects effects) {
    boolean first = call.end();
    if (first) {
      open.remove(call);
      queue.drop(call);
      if (call.keepsFunction()) {
        handOut.forget(call, effects);
        changed.signalAll();
      }
    }
    return first;
  }
}
