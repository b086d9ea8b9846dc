package io.forkpool.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Damages streams of frames: bits, bytes, pieces, whole frames, and the numbers in them. */
public final class Mutator {
  private final List<Field> fields;

  /**
   * A number in a frame.
   *
   * @param offset where it begins
   * @param width how many bytes it has
   */
  public record Field(int offset, int width) {}

  /**
   * Makes a mutator.
   *
   * @param fields the numbers of a frame
   */
  public Mutator(Field... fields) {
    this.fields = List.of(fields);
  }

  /**
   * Damages a stream; sometimes leaves it as it is.
   *
   * @param random decides
   * @param frames correct frames, which are left alone
   * @return what is sent instead
   */
  public byte[] mutate(Random random, List<byte[]> frames) {
    if (random.nextInt(50) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    List<byte[]> mutated = new ArrayList<>();
    frames.forEach(frame -> mutated.add(frame.clone()));
    for (int changes = random.nextInt(4); changes > 0 && !mutated.isEmpty(); changes--) {
      int at = random.nextInt(mutated.size());
      switch (random.nextInt(8)) {
        case 0 -> mutated.add(random.nextInt(mutated.size() + 1), mutated.get(at).clone());
        case 1 -> mutated.remove(at);
        case 2 -> Collections.swap(mutated, at, random.nextInt(mutated.size()));
        case 3, 4, 5 -> lie(random, mutated.get(at));
        default -> mutated.set(at, damaged(random, mutated.get(at)));
      }
    }
    byte[] all = joined(mutated);
    return random.nextInt(5) == 0 ? Arrays.copyOf(all, random.nextInt(all.length + 1)) : all;
  }

  /**
   * Changes bytes, cuts some out, or puts some in.
   *
   * @param random decides
   * @param bytes what is damaged; left alone
   * @return the damaged bytes
   */
  public static byte[] damaged(Random random, byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] changed = bytes.clone();
    int at = random.nextInt(bytes.length);
    int some = Math.min(1 + random.nextInt(8), bytes.length - at);
    switch (random.nextInt(5)) {
      case 0 -> changed[at] = (byte) random.nextInt();
      case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        byte[] noise = new byte[some];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, changed, at, some);
      }
      case 3 -> {
        System.arraycopy(bytes, at + some, changed, at, bytes.length - at - some);
        changed = Arrays.copyOf(changed, bytes.length - some);
      }
      default -> {
        changed = Arrays.copyOf(bytes, bytes.length + some);
        System.arraycopy(bytes, at, changed, at + some, bytes.length - at);
      }
    }
    return changed;
  }

  private void lie(Random random, byte[] frame) {
    Field field = fields.get(random.nextInt(fields.size()));
    if (field.offset + field.width > frame.length) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    switch (field.width) {
      case 1 -> buffer.put(field.offset, (byte) absurd(random, buffer.get(field.offset)));
      case 2 ->
          buffer.putShort(field.offset, (short) absurd(random, buffer.getShort(field.offset)));
      case 4 -> buffer.putInt(field.offset, (int) absurd(random, buffer.getInt(field.offset)));
      default -> buffer.putLong(field.offset, absurd(random, buffer.getLong(field.offset)));
    }
  }

  /** A number that is a little or far away from the right one. */
  public static long absurd(Random random, long right) {
    return switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> right + 1;
      case 3 -> right - 1;
      case 4 -> Integer.MAX_VALUE - random.nextInt(70);
      case 5 -> Integer.MIN_VALUE;
      case 6 -> Long.MAX_VALUE - random.nextInt(70);
      case 7 -> right ^ 1L << random.nextInt(64);
      case 8 -> random.nextInt(1 << 30);
      default -> random.nextLong();
    };
  }

  private static byte[] joined(List<byte[]> frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
