package io.forkpool.core.channel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A channel whose other end sends whatever bytes a test likes. */
public record RawPeer(SocketChannel raw, FrameChannel channel) implements Closeable {

  public static RawPeer open() throws IOException {
    SocketChannel[] ends = ChannelPair.sockets();
    return new RawPeer(ends[0], new FrameChannel(ends[1]));
  }

  void send(byte[] bytes, int from, int to) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
    while (buffer.hasRemaining()) {
      raw.write(buffer);
    }
  }

  public void send(byte[] bytes) throws IOException {
    send(bytes, 0, bytes.length);
  }

  /** A frame with its body as it looks on the wire. */
  public static byte[] bytesOf(Frame frame, byte[] body) {
    ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER_BYTES + body.length);
    frame.writeTo(bytes);
    return bytes.put(body).array();
  }

  @Override
  public void close() throws IOException {
    raw.close();
    channel.close();
  }
}
