package io.forkpool.core.channel;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one large item, read from the channel as they are asked for. Ends with the item. */
final class ItemStream extends InputStream {
  private final FrameChannel channel;
  private int left;

  ItemStream(FrameChannel channel, int length) {
    this.channel = channel;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int some = channel.readSome(target, offset, Math.min(length, left));
    left -= some;
    return some;
  }

  /** How many bytes the item still has: a codec may trust it when it allocates. */
  @Override
  public int available() {
    return left;
  }

  void skipRest() throws IOException {
    channel.skipReceived(left);
    left = 0;
  }
}
