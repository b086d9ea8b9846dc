package io.forkpool.core.queue;

import io.forkpool.TaskSerializationException;
import io.forkpool.core.channel.Borrower;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Slice;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one item after the other: an array that grows, and between its parts the large
 * arrays of others. Not thread-safe.
 */
final class ItemBytes extends OutputStream implements Borrower {
  private static final int LONGEST = Integer.MAX_VALUE - 64;

  private static final int FIRST = 64;

  /** An array that has grown longer is not kept. */
  private static final int LONGEST_KEPT = 64 * 1024;

  /** From here on a copy costs more than a piece of its own. */
  private static final int OWN_PIECE = 16 * 1024;

  private final List<Slice> pieces = new ArrayList<>(1);
  private byte[] bytes = new byte[FIRST];
  private int start;
  private int end;
  private long sealed;

  /** What {@link #payload} gave last of {@link #bytes} alone; null if nothing. */
  private Payload last;

  @Override
  public void write(int one) {
    reserve(1);
    bytes[end++] = (byte) one;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, end, count);
    end += count;
  }

  @Override
  public void borrow(byte[] array, int offset, int count) {
    if (count < OWN_PIECE) {
      write(array, offset, count);
      return;
    }
    checkLength(count);
    seal();
    pieces.add(new Slice(array, offset, offset + count));
    sealed += count;
  }

  private void reserve(int count) {
    checkLength(count);
    long needed = (long) end + count;
    if (needed > bytes.length) {
      long grown = Math.max(needed, Math.min(LONGEST, bytes.length * 2L));
      bytes = Arrays.copyOf(bytes, (int) grown);
    }
  }

  private void checkLength(int more) {
    if (sealed + end - start + more > LONGEST) {
      throw new TaskSerializationException(
          "an item of more than "
              + LONGEST
              + " encoded bytes cannot travel; put it in parts, or pass a file",
          null,
          null,
          null);
    }
  }

  private void seal() {
    if (end > start) {
      pieces.add(new Slice(bytes, start, end));
      sealed += end - start;
      start = end;
    }
  }

  /** What was written since the beginning; good until {@link #clear}. */
  Payload payload() {
    if (!pieces.isEmpty()) {
      seal();
      return new Payload(pieces, sealed);
    }
    if (last == null || last.length() != end || last.slices().get(0).array() != bytes) {
      last = Payload.of(List.of(new Slice(bytes, 0, end)));
    }
    return last;
  }

  /** Begins the next item; lets go of the arrays of others. */
  void clear() {
    if (bytes.length > LONGEST_KEPT) {
      bytes = new byte[FIRST];
      last = null;
    }
    pieces.clear();
    start = 0;
    end = 0;
    sealed = 0;
  }
}
