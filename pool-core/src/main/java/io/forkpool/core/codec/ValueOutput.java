package io.forkpool.core.codec;

import com.esotericsoftware.kryo.io.Output;
import io.forkpool.core.channel.Borrower;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Kryo's buffered output, with three differences: large blocks pass the buffer by, a failure of the
 * stream below is kept apart from failures of the value, and strings are written exactly (Kryo's
 * UTF-8 form trusts a length when it reads).
 *
 * <p>A string is {@code varlong((length + 1) << 1 | wide)}, 0 for null, then a byte a char if every
 * char is below 256 or else two bytes a char, low first: lone surrogates survive.
 */
final class ValueOutput extends Output {
  static final int BUFFER = 8 << 10;

  /** Holds what the stream threw, an IOException or any other; the value is not to blame. */
  private Throwable sinkFailure;

  private ByteBuffer view;

  ValueOutput() {
    super(BUFFER);
  }

  @Override
  public void flush() {
    if (position > 0) {
      sink(buffer, 0, position);
      total += position;
      position = 0;
    }
  }

  @Override
  public void writeBytes(byte[] bytes, int offset, int count) {
    if (count > capacity - position && count >= capacity / 2) {
      flush();
      sink(bytes, offset, count);
      total += count;
    } else {
      super.writeBytes(bytes, offset, count);
    }
  }

  /** Writes an array of the value itself, which nobody changes while it is on its way. */
  void lend(byte[] array) {
    if (array.length > capacity - position && outputStream instanceof Borrower) {
      flush();
      sink(array, 0, array.length, true);
      total += array.length;
    } else {
      writeBytes(array, 0, array.length);
    }
  }

  private void sink(byte[] bytes, int offset, int count) {
    sink(bytes, offset, count, false);
  }

  private void sink(byte[] bytes, int offset, int count, boolean lent) {
    try {
      if (lent) {
        ((Borrower) outputStream).borrow(bytes, offset, count);
      } else {
        outputStream.write(bytes, offset, count);
      }
    } catch (IOException | RuntimeException | Error e) {
      sinkFailure = e;
      throw new CorruptBytes("the output failed");
    }
  }

  /** Throws what the stream below threw, if it did, as it was. */
  void rethrowSinkFailure() throws IOException {
    if (sinkFailure instanceof IOException e) {
      throw e;
    } else if (sinkFailure instanceof RuntimeException e) {
      throw e;
    } else if (sinkFailure instanceof Error e) {
      throw e;
    }
  }

  /**
   * A little-endian view of the free part of the buffer, at least {@code least} bytes; see {@link
   * #advance}.
   */
  ByteBuffer room(int least) {
    if (capacity - position < least) {
      flush();
    }
    if (view == null) {
      view = ByteBuffer.wrap(buffer);
    }
    return view.limit(capacity).position(position).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  void advance(int bytes) {
    position += bytes;
  }

  @Override
  public void writeString(String value) {
    if (value == null) {
      writeByte(0);
      return;
    }
    int length = value.length();
    boolean wide = false;
    for (int i = 0; i < length; i++) {
      if (value.charAt(i) > 0xFF) {
        wide = true;
        break;
      }
    }
    writeVarLong((length + 1L) << 1 | (wide ? 1 : 0), true);
    if (wide) {
      writeWide(value);
    } else {
      writeNarrow(value, length);
    }
  }

  /**
   * The deprecated getBytes drops the high byte of each char, which is known to be zero, and needs
   * no array.
   */
  @SuppressWarnings("deprecation")
  private void writeNarrow(String value, int length) {
    for (int from = 0; from < length; ) {
      if (position == capacity) {
        flush();
      }
      int n = Math.min(capacity - position, length - from);
      value.getBytes(from, from + n, buffer, position);
      position += n;
      from += n;
    }
  }

  private void writeWide(String value) {
    int length = value.length();
    for (int i = 0; i < length; i++) {
      if (capacity - position < 2) {
        flush();
      }
      char c = value.charAt(i);
      buffer[position++] = (byte) c;
      buffer[position++] = (byte) (c >> 8);
    }
  }
}
