package io.forkpool.core.channel;

import io.forkpool.fuzz.Mutator;
import io.forkpool.fuzz.Mutator.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages streams of frames as {@link Frame} draws them. */
public final class FrameMutations {
  private static final int COUNT = 4;
  private static final int LENGTH = 24;
  private static final int FIRST_ITEM = Frame.HEADER_BYTES;

  private static final Mutator FIELDS =
      new Mutator(
          new Field(1, 1), // type
          new Field(2, 2), // flags
          new Field(COUNT, 4),
          new Field(8, 8), // sequence
          new Field(16, 8), // detail
          new Field(LENGTH, 8),
          new Field(FIRST_ITEM, 4));

  private FrameMutations() {}

  /**
   * Damages a stream.
   *
   * @param random decides
   * @param frames correct frames
   * @return what is sent instead
   */
  public static byte[] of(Random random, List<byte[]> frames) {
    if (random.nextInt(10) > 0) {
      return FIELDS.mutate(random, frames);
    }
    List<byte[]> claiming = new ArrayList<>(frames);
    int last = claiming.size() - 1;
    claiming.set(last, claimingMore(random, claiming.get(last)));
    return FIELDS.mutate(random, claiming);
  }

  /** Lies that agree: an item that says it is huge, in a body that says so, too. */
  private static byte[] claimingMore(Random random, byte[] frame) {
    byte[] lying = frame.clone();
    if (lying.length >= FIRST_ITEM + 4) {
      ByteBuffer buffer = ByteBuffer.wrap(lying);
      int item = Frame.MAX_ITEM - random.nextInt(random.nextBoolean() ? 64 : Frame.MAX_ITEM);
      buffer.putInt(FIRST_ITEM, item);
      buffer.putLong(LENGTH, item + 4L + random.nextInt(64));
      if (random.nextBoolean()) {
        buffer.putInt(COUNT, Math.max(1, (int) Math.min(item / 4, Mutator.absurd(random, 1))));
      }
    }
    return lying;
  }
}
