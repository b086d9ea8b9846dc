package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.outcome.Outcome;
import java.util.List;

/**
 * A call whose results are seen all together, or not at all: {@code map} and its kin. The first
 * failure ends it.
 *
 * @param <R> the type of the results
 */
public final class BatchCall<R> extends Call {
  private final TaskFuture<List<R>> future;

  /** Is told how far this is; null if nobody wants to know. */
  private final Progress progress;

  private final Results<R> received = new Results<>();

  BatchCall(
      Payload function,
      CallOptions options,
      long expected,
      TaskFuture<List<R>> future,
      Progress progress) {
    super(function, options, Frame.KEEP_FUNCTION | Frame.COALESCE, new ChunkSizer(), expected);
    this.future = future;
    this.progress = progress;
  }

  /**
   * Gives the future of the results.
   *
   * @return the future
   */
  public TaskFuture<List<R>> future() {
    return future;
  }

  @Override
  boolean deliver(int first, Outcome[] outcomes, Effects effects) {
    Object[] results = new Object[outcomes.length];
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] instanceof Outcome.Failure failure) {
        fail(failure.error(), effects);
        return true;
      }
      results[i] = ((Outcome.Value) outcomes[i]).result();
    }
    received.add(first, results);
    if (progress != null) {
      long done = received.total();
      effects.then(() -> progress.at(done));
    }
    return false;
  }

  @Override
  void complete(Effects effects) {
    future.ending();
    if (progress == null) {
      effects.then(() -> future.succeed(received.toList()));
    } else {
      effects.then(() -> progress.complete(() -> future.succeed(received.toList())));
    }
  }

  @Override
  void fail(RuntimeException cause, Effects effects) {
    received.clear();
    future.ending();
    if (progress != null) {
      effects.then(progress::stop);
    }
    effects.then(() -> future.fail(cause));
  }
}
