package io.forkpool.bench.peers;

import io.forkpool.bench.measure.JavaCommand;
import io.forkpool.bench.measure.Results;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The other JVM of the bare measurements. Without arguments it writes a byte and ends; with {@code
 * socket} and the path of a unix-domain socket it sends back every message until that is closed;
 * with {@code spin} and a file it answers in shared memory.
 */
public final class PeerMain {
  static final int MESSAGE_BYTES = 64;

  private static final long PATIENCE_SECONDS = 10;

  private PeerMain() {}

  /**
   * Runs the peer.
   *
   * @param args nothing, or how to answer and where
   * @throws IOException if the socket fails
   */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.out.write(1);
      System.out.flush();
    } else {
      Path place = Path.of(args[1]);
      switch (args[0]) {
        case "socket" -> echo(place);
        case "spin" -> SpinPeer.answer(place);
        default -> throw new IllegalArgumentException(args[0]);
      }
    }
  }

  private static void echo(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
      while (readFully(channel, message)) {
        writeFully(channel, message);
      }
    }
  }

  /** Fills the buffer and flips it; false at the end of the channel. */
  static boolean readFully(SocketChannel channel, ByteBuffer message) throws IOException {
    message.clear();
    while (message.hasRemaining()) {
      if (channel.read(message) < 0) {
        return false;
      }
    }
    message.flip();
    return true;
  }

  static void writeFully(SocketChannel channel, ByteBuffer message) throws IOException {
    while (message.hasRemaining()) {
      channel.write(message);
    }
  }

  /** Starts a peer with the JDK and class path of this JVM; its errors go to this JVM's stderr. */
  static Process start(String... args) throws IOException {
    List<String> command = JavaCommand.of(List.of("-XX:+UseSerialGC"), PeerMain.class, args);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Starts a peer and waits for its byte. */
  public static double startUpMillis() throws IOException {
    long begun = System.nanoTime();
    Process peer = start();
    try (InputStream bytes = peer.getInputStream()) {
      int read = bytes.read();
      double millis = (System.nanoTime() - begun) / 1e6;
      Results.requireEqual(1, read, "the bare JVM's first byte");
      return millis;
    } finally {
      LineProcess.end(peer, PATIENCE_SECONDS);
    }
  }
}
