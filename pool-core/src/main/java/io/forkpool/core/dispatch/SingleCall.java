package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.outcome.Outcome;

/**
 * A call of one task.
 *
 * @param <R> the type of its result
 */
public final class SingleCall<R> extends Call {
  private final TaskFuture<R> future;
  private Outcome outcome;

  SingleCall(Payload function, CallOptions options, ChunkSizer sizer, TaskFuture<R> future) {
    super(function, options, function == null ? Frame.CALLABLE : 0, sizer, 1);
    this.future = future;
  }

  /**
   * Gives the future of the task.
   *
   * @return the future
   */
  public TaskFuture<R> future() {
    return future;
  }

  @Override
  boolean deliver(int first, Outcome[] outcomes, Effects effects) {
    outcome = outcomes[0];
    return false;
  }

  @Override
  @SuppressWarnings("unchecked") // the task returned an R
  void complete(Effects effects) {
    Outcome itsOutcome = outcome;
    outcome = null;
    if (itsOutcome instanceof Outcome.Value value) {
      future.ending();
      effects.then(() -> future.succeed((R) value.result()));
    } else {
      fail(((Outcome.Failure) itsOutcome).error(), effects);
    }
  }

  @Override
  void fail(RuntimeException cause, Effects effects) {
    future.ending();
    effects.then(() -> future.fail(cause));
  }
}
