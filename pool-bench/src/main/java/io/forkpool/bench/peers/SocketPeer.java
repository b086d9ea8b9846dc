package io.forkpool.bench.peers;

import io.forkpool.bench.measure.Results;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JVM at the other end of a bare unix-domain socket, blocking on both sides: the least that a
 * round trip between two processes costs without spinning.
 */
public final class SocketPeer implements Closeable {
  private static final long PATIENCE_SECONDS = 10;

  private final Path directory;
  private final Process process;
  private final SocketChannel channel;
  private final ByteBuffer message = ByteBuffer.allocateDirect(PeerMain.MESSAGE_BYTES);

  private SocketPeer(Path directory, Process process, SocketChannel channel) {
    this.directory = directory;
    this.process = process;
    this.channel = channel;
  }

  public static SocketPeer start() throws IOException {
    Path directory = Files.createTempDirectory("forkpool-figures");
    Path path = directory.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Process process = PeerMain.start("socket", path.toString());
      // A peer that dies before it connects would leave accept() waiting for ever.
      process.onExit().thenRun(() -> closeQuietly(server));
      return new SocketPeer(directory, process, server.accept());
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private static void closeQuietly(ServerSocketChannel server) {
    try {
      server.close();
    } catch (IOException ignored) {
      // It is closed as far as it can be.
    }
  }

  /** Sends a message and waits for its return. */
  public void pingPong(long content) throws IOException {
    message.clear().putLong(0, content);
    PeerMain.writeFully(channel, message);
    if (!PeerMain.readFully(channel, message)) {
      throw new IOException("the bare socket's peer has gone");
    }
    Results.requireEqual(content, message.getLong(0), "the bare socket's answer");
  }

  /** Lets the peer see the end of the channel, and waits until it has gone. */
  @Override
  public void close() throws IOException {
    channel.close();
    LineProcess.end(process, PATIENCE_SECONDS);
    Files.deleteIfExists(directory);
  }
}
