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
  private final boolean ordered;

  /** Outcomes that have come and were not consumed, by the index of their task. */
  private final Map<Integer, Outcome> ready = new HashMap<>();

  private int taken;
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
