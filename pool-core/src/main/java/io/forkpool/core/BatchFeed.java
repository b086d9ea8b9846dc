package io.forkpool.core;

import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.dispatch.Call;
import io.forkpool.core.dispatch.Intake;

/**
 * Encodes the inputs of a call on the thread that brings them, and publishes them in growing steps:
 * at once while workers wait, else when it is worth the dispatcher's lock. Not thread-safe.
 */
final class BatchFeed {
  private static final int MOST_TASKS = 1024;
  private static final int MOST_BYTES = 64 * 1024;

  private final Intake intake;
  private final Call call;
  private final CodecSession codec;
  private final ItemBuffer items = new ItemBuffer(false);
  private int[] sizes = new int[16];
  private int count;
  private int step = 1;
  private final int mostTasks;

  /** Whether what does not fit into the pool may be refused; else it waits for room. */
  private final boolean mayReject;

  BatchFeed(Intake intake, Call call, CodecSession codec, boolean mayReject) {
    this.intake = intake;
    this.call = call;
    this.codec = codec;
    this.mayReject = mayReject;
    this.mostTasks = (int) Math.min(MOST_TASKS, intake.mostAtOnce(call));
  }

  /** Takes an input; returns whether it is time to publish. */
  boolean add(Object input) {
    items.beginItem();
    codec.encode(input, items);
    if (count == sizes.length) {
      sizes = java.util.Arrays.copyOf(sizes, 2 * count);
    }
    sizes[count++] = items.endItem();
    return count >= step || items.size() >= MOST_BYTES || intake.hasIdle();
  }

  /** Publishes what was taken, waiting for room in the pool. */
  void publish() {
    if (count > 0) {
      try {
        intake.publish(call, items.drain(), sizes, count, mayReject);
      } catch (InterruptedException e) {
        throw Engine.interrupted("for room for further inputs", e);
      }
      sizes = new int[Math.max(16, count)];
      count = 0;
      step = Math.min(2 * step, mostTasks);
    }
  }
}
