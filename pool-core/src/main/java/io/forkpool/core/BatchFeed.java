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

  BatchFeed(Intake intake, Call call, CodecSession codec) {
    this.intake = intake;
    this.call = call;
    this.codec = codec;
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

  /** Publishes what was taken. */
  void publish() {
    if (count > 0) {
      intake.publish(call, items.drain(), sizes, count);
      sizes = new int[Math.max(16, count)];
      count = 0;
      step = Math.min(2 * step, MOST_TASKS);
    }
  }
}
