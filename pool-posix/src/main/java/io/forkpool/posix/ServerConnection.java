package io.forkpool.posix;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The fork server's end of the connection to its application. One thread, blocking calls. */
final class ServerConnection {
  private static final int PIECE = 64 * 1024;

  private final Native system;
  private final int descriptor;

  private ServerConnection(Native system, int descriptor) {
    this.system = system;
    this.descriptor = descriptor;
  }

  /** Connects, and proves the token. */
  static ServerConnection open(Native system, ServerOrder order) throws IOException {
    ServerConnection connection = new ServerConnection(system, system.connect(order.socket()));
    connection.write(ByteBuffer.wrap(order.token()));
    return connection;
  }

  /** What becomes readable when a message has come, or the application has gone. */
  int descriptor() {
    return descriptor;
  }

  void send(ServerMessage message) throws IOException {
    write(message.encode());
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      byte[] piece = new byte[Math.min(bytes.remaining(), PIECE)];
      bytes.get(bytes.position(), piece);
      int written = system.write(descriptor, piece, piece.length);
      bytes.position(bytes.position() + written);
    }
  }

  /**
   * Waits for a message.
   *
   * @throws EOFException if the application has gone
   */
  ServerMessage receive() throws IOException {
    int length = ByteBuffer.wrap(readFully(Integer.BYTES)).getInt();
    if (length < 0) {
      throw new IOException("a message of " + length + " bytes");
    }
    return ServerMessage.decode(readFully(length));
  }

  private byte[] readFully(int length) throws IOException {
    byte[] whole = new byte[length];
    byte[] piece = new byte[Math.min(length, PIECE)];
    int done = 0;
    while (done < length) {
      int some = system.read(descriptor, piece, Math.min(piece.length, length - done));
      if (some == 0) {
        throw new EOFException("the application has gone");
      }
      System.arraycopy(piece, 0, whole, done, some);
      done += some;
    }
    return whole;
  }
}
