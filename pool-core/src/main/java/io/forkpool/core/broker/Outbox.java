package io.forkpool.core.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Frames that wait to be written. Short ones are gathered, so that many leave by one write; long
 * bodies are written from where they lie. Not thread-safe.
 */
final class Outbox {
  private static final int GATHERED = 16 * 1024;

  /** The JDK copies what is written from the heap: not more of it than a socket takes at once. */
  private static final int MOST_AT_ONCE = 256 * 1024;

  /** What is written before that which is being gathered; none is empty. */
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();

  /** Where short frames are gathered; not in line yet. */
  private ByteBuffer gathering = ByteBuffer.allocate(GATHERED);

  private long bytes;

  void add(BrokerFrame frame) {
    Message message = frame.message();
    byte[] body = message.body();
    boolean together = BrokerFrame.HEADER_BYTES + body.length <= GATHERED;
    int room = BrokerFrame.HEADER_BYTES + (together ? body.length : 0);
    if (gathering.remaining() < room) {
      line();
    }
    gathering
        .putInt(body.length)
        .put((byte) frame.kind().ordinal())
        .putLong(frame.resource())
        .putLong(frame.operation())
        .putInt(message.code())
        .putLong(message.first())
        .putLong(message.second());
    if (together) {
      gathering.put(body);
    } else {
      line();
      buffers.add(ByteBuffer.wrap(body));
    }
    bytes += BrokerFrame.HEADER_BYTES + body.length;
  }

  private void line() {
    if (gathering.position() > 0) {
      buffers.add(gathering.flip());
      gathering = ByteBuffer.allocate(GATHERED);
    }
  }

  /**
   * Writes as much as the channel takes.
   *
   * @return whether that was all
   */
  boolean write(WritableByteChannel channel) throws IOException {
    while (true) {
      ByteBuffer buffer = buffers.peek();
      boolean lined = buffer != null;
      if (!lined) {
        if (gathering.position() == 0) {
          return true;
        }
        buffer = gathering.flip();
      }
      int limit = buffer.limit();
      buffer.limit(Math.min(limit, buffer.position() + MOST_AT_ONCE));
      int written;
      try {
        written = channel.write(buffer);
      } finally {
        buffer.limit(limit);
        if (!lined) {
          gathering.compact();
        }
      }
      bytes -= written;
      if (written == 0) {
        return false;
      }
      if (lined && !buffer.hasRemaining()) {
        buffers.remove();
      }
    }
  }

  /** How many bytes wait. */
  long bytes() {
    return bytes;
  }
}
