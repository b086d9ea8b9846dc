package io.forkpool.core.codec;

import com.esotericsoftware.kryo.io.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The counterpart of {@link ValueOutput}: reads large blocks straight into their array, and
 * believes no length.
 *
 * <p>A length read from the bytes is checked before anything is allocated for it. Over a byte array
 * the bytes that remain are known, and a greater length is corrupt. Over a stream the length is
 * believed when it is below {@link #TRUSTED}; or when {@code available()} vouches for the bytes and
 * {@link #PROOF} of them have come, since the sender tells that number, too. A greater one is
 * allocated piece by piece as its bytes arrive, so that a lie costs no more memory than was sent.
 */
final class ValueInput extends Input {
  static final int TRUSTED = 64 << 20;

  /** Copying so much again costs an array that is larger than {@link #TRUSTED} a tenth at most. */
  static final int PROOF = 8 << 20;

  /** Room for so many objects is made before they have come. */
  static final int FIRST_ELEMENTS = 1 << 16;

  private static final int BUFFER = 16 << 10;
  private static final byte[] EMPTY = {};

  private IOException sourceFailure;
  private byte[] ownBuffer;

  /** For byte arrays, given by setBuffer. */
  ValueInput() {
    super(EMPTY);
  }

  /** For streams, given by setInputStream. */
  static ValueInput buffered() {
    ValueInput input = new ValueInput();
    input.ownBuffer = new byte[BUFFER];
    input.setBuffer(input.ownBuffer, 0, 0);
    return input;
  }

  /** Lets go of the caller's array. */
  void release() {
    setBuffer(EMPTY, 0, 0);
  }

  void rethrowSourceFailure() throws IOException {
    if (sourceFailure != null) {
      throw sourceFailure;
    }
  }

  void requireConsumed() {
    if (position != limit) {
      throw new CorruptBytes((limit - position) + " bytes are left over");
    }
  }

  @Override
  protected int fill(byte[] to, int offset, int count) {
    if (inputStream == null) {
      return -1;
    }
    try {
      return inputStream.read(to, offset, count);
    } catch (IOException e) {
      sourceFailure = e;
      throw new CorruptBytes("the input failed");
    }
  }

  /** Kryo's, with the usual case apart: it is compiled into all who read. */
  @Override
  protected int require(int required) {
    int here = limit - position;
    return here >= required ? here : super.require(required);
  }

  /**
   * In the form that Kryo writes. Kryo's own reader has a second, larger way near the end of its
   * buffer, where a small value always is. It is called from so many places that compiling them
   * took a second of each worker's processor.
   */
  @Override
  public int readVarInt(boolean optimizePositive) {
    int bits = isOneByte() ? buffer[position++] : (int) readLongBits(4);
    return optimizePositive ? bits : bits >>> 1 ^ -(bits & 1);
  }

  /** As {@link #readVarInt}. */
  @Override
  public long readVarLong(boolean optimizePositive) {
    long bits = isOneByte() ? buffer[position++] : readLongBits(8);
    return optimizePositive ? bits : bits >>> 1 ^ -(bits & 1);
  }

  private boolean isOneByte() {
    return position < limit && buffer[position] >= 0;
  }

  /**
   * Seven bits a byte while the sign says that more follow; the last one, if it comes, has eight.
   */
  private long readLongBits(int last) {
    long bits = 0;
    for (int i = 0; i < last; i++) {
      byte next = readByte();
      bits |= (next & 0x7FL) << 7 * i;
      if (next >= 0) {
        return bits;
      }
    }
    return bits | (long) readByte() << 7 * last;
  }

  /** Refuses a count of things, each of which takes at least one byte, that cannot all be there. */
  int checkedCount(long count) {
    if (count < 0
        || count > Integer.MAX_VALUE - 8
        || inputStream == null && count > limit - position) {
      throw new CorruptBytes("a length of " + count + " is more than the bytes that remain");
    }
    return (int) count;
  }

  /** Refuses a length of an array of {@code width} bytes an element that cannot all be there. */
  int checkedLength(int length, int width) {
    if (inputStream == null && (long) length * width > limit - position) {
      throw new CorruptBytes("an array of " + length + " is more than the bytes that remain");
    }
    return checkedCount(length);
  }

  /**
   * Whether memory for {@code bytes} may be allocated at once. Always true over an array whose
   * length was checked.
   */
  boolean vouches(long bytes) {
    if (bytes <= TRUSTED || inputStream == null) {
      return true;
    }
    return total() >= PROOF && bytes <= remaining();
  }

  /**
   * Whether an array for so many objects, each of which takes a byte or more, may be allocated at
   * once: it takes several times the bytes.
   */
  boolean vouchesForElements(int count) {
    return count <= FIRST_ELEMENTS || inputStream == null || total() >= PROOF && vouches(count);
  }

  /**
   * Waits until so much of a stream has come that lengths are believed, or all that the stream says
   * it has. For whoever reads by other means than the methods here, so cannot allocate piece by
   * piece.
   *
   * @throws CorruptBytes if the stream ends before
   */
  void requireProof() {
    int buffered = limit - position;
    int wanted = (int) Math.min(PROOF - total(), remaining());
    if (inputStream == null || buffered >= wanted) {
      return;
    }
    byte[] ahead = new byte[Math.max(wanted, BUFFER)];
    System.arraycopy(buffer, position, ahead, 0, buffered);
    while (buffered < wanted) {
      int n = fill(ahead, buffered, ahead.length - buffered);
      if (n < 0) {
        throw new CorruptBytes("the bytes end too early");
      }
      buffered += n;
    }
    total += position;
    buffer = ahead;
    capacity = ahead.length;
    position = 0;
    limit = buffered;
  }

  boolean isStream() {
    return inputStream != null;
  }

  /** The bytes that remain; of a stream, those that it says it has. */
  long remaining() {
    long here = limit - position;
    try {
      return inputStream == null ? here : here + inputStream.available();
    } catch (IOException e) {
      return here;
    }
  }

  @Override
  public void readBytes(byte[] bytes, int offset, int count) {
    int buffered = Math.min(limit - position, count);
    System.arraycopy(buffer, position, bytes, offset, buffered);
    position += buffered;
    int end = offset + count;
    for (int at = offset + buffered; at < end; ) {
      int n;
      if (end - at >= capacity) {
        n = fill(bytes, at, end - at);
        total += Math.max(n, 0);
      } else {
        n = Math.min(require(1), end - at);
        System.arraycopy(buffer, position, bytes, at, n);
        position += n;
      }
      if (n < 0) {
        throw new CorruptBytes("the bytes end too early");
      }
      at += n;
    }
  }

  /** Reads {@code length} bytes into an array of that length, allocated as trust allows. */
  byte[] readArray(int length) {
    byte[] bytes = new byte[vouches(length) ? length : PROOF];
    readBytes(bytes, 0, bytes.length);
    while (bytes.length < length) {
      int from = bytes.length;
      bytes = Arrays.copyOf(bytes, grown(from, length, 1));
      readBytes(bytes, from, bytes.length - from);
    }
    return bytes;
  }

  /**
   * How many elements of an array may be allocated next.
   *
   * @param read how many have come
   * @param length how many there are to be
   * @param width how many bytes each takes
   */
  int grown(int read, int length, int width) {
    return vouches((long) (length - read) * width) ? length : (int) Math.min(length, 2L * read);
  }

  /**
   * A little-endian view of the next {@code bytes} bytes, at least {@code least} of them; see
   * {@link #advance}.
   *
   * @param least a small number, no more than the buffer holds
   */
  ByteBuffer block(int least, long bytes) {
    require(least);
    int n = (int) Math.min(bytes, limit - position);
    return ByteBuffer.wrap(buffer, position, n).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  void advance(int bytes) {
    position += bytes;
  }

  /**
   * Whether the next {@code count} bytes were made to lie in {@link #getBuffer()} at {@link
   * #position()}.
   */
  boolean buffer(int count) {
    if (count > capacity) {
      return false;
    }
    if (count > 0) {
      require(count);
    }
    return true;
  }

  @Override
  public byte[] readBytes(int length) {
    return readArray(checkedCount(length));
  }

  @Override
  public StringBuilder readStringBuilder() {
    String value = readString();
    return value == null ? null : new StringBuilder(value);
  }

  @Override
  public String readString() {
    long header = readVarLong(true);
    if (header == 0) {
      return null;
    }
    boolean wide = (header & 1) != 0;
    long count = (header >>> 1) - 1;
    int length = checkedCount(count);
    if (wide) {
      checkedCount(2 * count);
      return readWide(length);
    }
    if (length <= limit - position) {
      String value = new String(buffer, position, length, StandardCharsets.ISO_8859_1);
      position += length;
      return value;
    }
    return new String(readArray(length), StandardCharsets.ISO_8859_1);
  }

  private String readWide(int length) {
    byte[] bytes = readArray(2 * length);
    char[] chars = new char[length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().get(chars);
    return new String(chars);
  }

  @Override
  public void setInputStream(InputStream stream) {
    sourceFailure = null;
    if (buffer != ownBuffer) {
      setBuffer(ownBuffer, 0, 0); // what was read ahead needed a larger one
    }
    super.setInputStream(stream);
  }
}
