package io.forkpool.core.channel;

import java.util.ArrayList;
import java.util.List;

/**
 * The body of a frame as the pieces it was made in. Immutable, as the arrays behind it.
 *
 * @param slices the pieces in order
 * @param length how many bytes they have together
 */
public record Payload(List<Slice> slices, long length) {
  /** No bytes at all. */
  public static final Payload EMPTY = of(List.of());

  /**
   * Makes a payload.
   *
   * @param slices its pieces
   * @return the payload
   */
  public static Payload of(List<Slice> slices) {
    long length = 0;
    for (Slice slice : slices) {
      length += slice.length();
    }
    return new Payload(slices, length);
  }

  /**
   * Copies the bytes.
   *
   * @return an array of its own
   * @throws ArithmeticException if they do not fit into one
   */
  public byte[] toBytes() {
    byte[] bytes = new byte[Math.toIntExact(length)];
    int index = 0;
    for (Slice slice : slices) {
      System.arraycopy(slice.array(), slice.from(), bytes, index, slice.length());
      index += slice.length();
    }
    return bytes;
  }

  /**
   * Puts another payload behind this one.
   *
   * @param next the other
   * @return both; nothing is copied but references
   */
  public Payload then(Payload next) {
    List<Slice> all = new ArrayList<>(slices.size() + next.slices.size());
    all.addAll(slices);
    all.addAll(next.slices);
    return new Payload(all, length + next.length);
  }

  /**
   * Cuts a piece out.
   *
   * @param from the first byte
   * @param to behind the last byte
   * @return the piece; nothing is copied but references
   */
  public Payload range(long from, long to) {
    List<Slice> cut = new ArrayList<>();
    long begin = 0;
    for (Slice slice : slices) {
      long end = begin + slice.length();
      if (end > from && begin < to) {
        int skip = (int) Math.max(0, from - begin);
        int take = (int) (Math.min(to, end) - begin);
        cut.add(new Slice(slice.array(), slice.from() + skip, slice.from() + take));
      }
      begin = end;
    }
    return new Payload(cut, to - from);
  }
}
