package io.forkpool.core.dispatch;

import io.forkpool.core.channel.Frame;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.outcome.Outcome;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A call whose results are consumed one by one while further inputs are published: {@code imap}.
 * Its consumer ends it.
 */
public final class StreamCall extends Call {
  /** How many bytes of results may be ahead of the consumer, beyond one for each worker. */
  private static final long MOST_READY_BYTES = 32L << 20;

  private final boolean ordered;

  /** Outcomes that have come and were not consumed, by the index of their task. */
  private final Map<Integer, Outcome> ready = new HashMap<>();

  private int taken;

  /** How many bytes a result has lately had at the most; 0 before the first. */
  private long resultBytes;

  private RuntimeException failure;

  StreamCall(Payload function, CallOptions options, boolean ordered) {
    super(function, options, Frame.KEEP_FUNCTION, new ChunkSizer(), -1);
    this.ordered = ordered;
  }

  @Override
  boolean deliver(int first, Outcome[] outcomes, Effects effects) {
    for (int i = 0; i < outcomes.length; i++) {
      ready.put(first + i, outcomes[i]);
    }
    return false;
  }

  @Override
  void measured(long bytes, int count) {
    resultBytes = Math.max(bytes / count, resultBytes - resultBytes / 8);
  }

  /**
   * How many tasks may be under way, results that are not consumed included. As long as it is not
   * known how large results are, no more than needed; then as many as fit.
   */
  long window(long most, long least) {
    return resultBytes == 0
        ? least
        : Math.max(least, Math.min(most, MOST_READY_BYTES / resultBytes));
  }

  /** Its tasks are published in whole chunks. */
  @Override
  boolean waitsForFullChunk(int available) {
    return false;
  }

  /** The consumer ends this call, not the last outcome. */
  @Override
  void complete(Effects effects) {}

  @Override
  void fail(RuntimeException cause, Effects effects) {
    ready.clear();
    failure = cause;
  }

  RuntimeException failure() {
    return failure;
  }

  /** Takes the next outcome: in the order of the tasks, or any. Null if it has not come. */
  Outcome poll() {
    Outcome next = null;
    if (ordered) {
      next = ready.remove(taken);
    } else {
      Iterator<Outcome> any = ready.values().iterator();
      if (any.hasNext()) {
        next = any.next();
        any.remove();
      }
    }
    if (next != null) {
      taken++;
    }
    return next;
  }
}
