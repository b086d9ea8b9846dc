package io.forkpool.core.broker;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Makes frames of the bytes that come. A length is believed only as far as its bytes have come: who
 * says that much will follow does not make this process allocate it. Not thread-safe.
 */
final class FrameParser {
  private static final int BELIEVED = 1024 * 1024;
  private static final byte[] NONE = new byte[0];

  private final ByteBuffer header = ByteBuffer.allocate(BrokerFrame.HEADER_BYTES);
  private byte[] body = NONE;
  private int received;

  /**
   * Takes bytes in.
   *
   * @param input what has come; all of it is read
   * @param frames is given each frame that is complete by that
   * @throws MalformedRequestException if that is no frame
   */
  void read(ByteBuffer input, Consumer<BrokerFrame> frames) {
    while (input.hasRemaining()) {
      if (header.hasRemaining()) {
        fillHeader(input);
        if (header.hasRemaining()) {
          return;
        }
        begin(header.getInt(0));
      }
      int length = header.getInt(0);
      int some = Math.min(input.remaining(), length - received);
      if (received + some > body.length) {
        body = Arrays.copyOf(body, (int) Math.min(length, (received + some) * 2L));
      }
      input.get(body, received, some);
      received += some;
      if (received == length) {
        frames.accept(frame());
      }
    }
  }

  private void fillHeader(ByteBuffer input) {
    int some = Math.min(input.remaining(), header.remaining());
    int limit = input.limit();
    input.limit(input.position() + some);
    header.put(input);
    input.limit(limit);
  }

  private void begin(int length) {
    if (length < 0 || length > BrokerFrame.LONGEST_BODY) {
      throw new MalformedRequestException("a frame of " + length + " bytes");
    }
    body = length == 0 ? NONE : new byte[Math.min(length, BELIEVED)];
    received = 0;
  }

  private BrokerFrame frame() {
    header.flip().getInt();
    int kindCode = header.get();
    FrameKind kind = FrameKind.of(kindCode);
    if (kind == null) {
      throw new MalformedRequestException("a frame of kind " + kindCode);
    }
    BrokerFrame frame =
        new BrokerFrame(
            kind,
            header.getLong(),
            header.getLong(),
            new Message(header.getInt(), header.getLong(), header.getLong(), body));
    header.clear();
    body = NONE;
    return frame;
  }
}
