package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.outcome.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A call whose results are seen all together, or not at all: {@code map} and its kin. The first
 * failure ends it.
 *
 * @param <R> the type of the results
 */
public final class BatchCall<R> extends Call {
  /**
   * Results as they came, of neighbouring tasks. Without their outcomes: a million of those, alive
   * until the last has come, are as much for the collector to copy as the results.
   */
  private record Part(int first, Object[] results) {}

  private final TaskFuture<List<R>> future;

  /** Is told how far this is; null if nobody wants to know. */
  private final Progress progress;

  private final List<Part> parts = new ArrayList<>();
  private int total;

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
    parts.add(new Part(first, results));
    total += results.length;
    if (progress != null) {
      long done = total;
      effects.then(() -> progress.at(done));
    }
    return false;
  }

  @Override
  void complete(Effects effects) {
    if (progress == null) {
      effects.then(() -> future.succeed(assemble()));
    } else {
      effects.then(() -> progress.complete(() -> future.succeed(assemble())));
    }
  }

  @Override
  void fail(RuntimeException cause, Effects effects) {
    parts.clear();
    if (progress != null) {
      effects.then(progress::stop);
    }
    effects.then(() -> future.fail(cause));
  }

  @SuppressWarnings("unchecked") // the tasks returned Rs
  private List<R> assemble() {
    Object[] results = new Object[total];
    for (Part part : parts) {
      System.arraycopy(part.results, 0, results, part.first, part.results.length);
    }
    return (List<R>) Arrays.asList(results);
  }
}
