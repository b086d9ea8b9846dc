package io.forkpool.core.channel;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;

/**
 * Both ends of a channel in one JVM, over a unix-domain socket as between a parent and its child.
 *
 * @param parent one end
 * @param child the other
 */
public record ChannelPair(FrameChannel parent, FrameChannel child) implements AutoCloseable {

  public static ChannelPair open() throws IOException {
    SocketChannel[] ends = sockets();
    return new ChannelPair(new FrameChannel(ends[0]), new FrameChannel(ends[1]));
  }

  /** Two connected sockets that block. */
  public static SocketChannel[] sockets() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      SocketAddress address = server.bind(null).getLocalAddress();
      SocketChannel connected = SocketChannel.open(address);
      SocketChannel accepted = server.accept();
      Files.delete(((UnixDomainSocketAddress) address).getPath());
      return new SocketChannel[] {connected, accepted};
    }
  }

  /** The words that a parent and a child share, in memory of this JVM. */
  public static Claims claims() {
    return new Claims(ByteBuffer.allocateDirect(Claims.BYTES));
  }

  @Override
  public void close() {
    parent.close();
    child.close();
  }
}
