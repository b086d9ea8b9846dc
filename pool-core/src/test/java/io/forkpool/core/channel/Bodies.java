package io.forkpool.core.channel;

import io.forkpool.spi.TaskCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Bodies of frames, and a codec session for which every value is its own bytes. */
public final class Bodies {
  private Bodies() {}

  static Payload of(byte[]... items) {
    ItemBuffer buffer = new ItemBuffer(false);
    for (byte[] item : items) {
      buffer.beginItem();
      buffer.write(item, 0, item.length);
      buffer.endItem();
    }
    return buffer.drain();
  }

  public static byte[] bytesOf(Payload payload) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Slice slice : payload.slices()) {
      all.write(slice.array(), slice.from(), slice.length());
    }
    return all.toByteArray();
  }

  static Frame call(long sequence, int count, Payload body) {
    return new Frame(FrameType.CALL, 0, count, sequence, 0, body.length());
  }

  /** Bytes that differ from place to place and from seed to seed. */
  static byte[] pattern(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (seed * 31 + i + (i >> 8) * 7);
    }
    return bytes;
  }

  static byte[] readItem(FrameChannel channel) throws IOException {
    return (byte[]) channel.decode(new AsIs(), channel.readLength());
  }

  /** Gives items as they are, and knows whether the last one was streamed. */
  static final class AsIs implements TaskCodec.Session {
    boolean streamed;

    @Override
    public void encode(Object value, OutputStream out) throws IOException {
      out.write((byte[]) value);
    }

    @Override
    public Object decode(byte[] source, int offset, int length) {
      streamed = false;
      return Arrays.copyOfRange(source, offset, offset + length);
    }

    @Override
    public Object decode(InputStream in) throws IOException {
      streamed = true;
      return in.readAllBytes();
    }
  }
}
