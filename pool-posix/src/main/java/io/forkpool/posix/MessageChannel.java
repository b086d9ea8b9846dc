package io.forkpool.posix;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One end of a socket or pipe that carries {@link ServerMessage}s, in the fork server and its
 * children. One thread, blocking calls. Whoever has opened the descriptor closes it.
 */
final class MessageChannel {
  private static final int PIECE = 64 * 1024;
  private static final String GONE = "the other side has gone";

  private final Native system;
  private final int descriptor;

  MessageChannel(Native system, int descriptor) {
    this.system = system;
    this.descriptor = descriptor;
  }

  /** Connects the fork server to its application, and proves the token. */
  static MessageChannel open(Native system, ServerOrder order) throws IOException {
    MessageChannel connection = new MessageChannel(system, system.connect(order.socket()));
    connection.write(ByteBuffer.wrap(order.token()));
    return connection;
  }

  /** What becomes readable when a message has come, or the other side has gone. */
  int descriptor() {
    return descriptor;
  }

  /**
   * Sends a message, as {@link ServerMessage#encode} gives it.
   *
   * @throws EOFException if the other side has gone
   */
  void send(ServerMessage message) throws IOException {
    write(message.encode());
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      byte[] piece = new byte[Math.min(bytes.remaining(), PIECE)];
      bytes.get(bytes.position(), piece);
      try {
        bytes.position(bytes.position() + system.write(descriptor, piece, piece.length));
      } catch (PosixException e) {
        throw orGone(e);
      }
    }
  }

  /**
   * Waits for a message.
   *
   * @throws EOFException if the other side has gone
   */
  ServerMessage receive() throws IOException {
    int length = ByteBuffer.wrap(readFully(Integer.BYTES)).getInt();
    if (length < 0) {
      throw new IOException("a message of " + length + " bytes");
    }
    return ServerMessage.decode(readFully(length));
  }

  private byte[] readFully(int length) throws IOException {
    byte[] whole = new byte[Math.min(length, PIECE)];
    byte[] piece = new byte[Math.min(length, PIECE)];
    int done = 0;
    while (done < length) {
      int some = readSome(piece, Math.min(piece.length, length - done));
      if (done + some > whole.length) { // as the bytes come, not as the other side claims
        whole = Arrays.copyOf(whole, (int) Math.min(length, 2L * whole.length));
      }
      System.arraycopy(piece, 0, whole, done, some);
      done += some;
    }
    return whole;
  }

  private int readSome(byte[] piece, int length) throws IOException {
    try {
      int some = system.read(descriptor, piece, length);
      if (some == 0) {
        throw new EOFException(GONE);
      }
      return some;
    } catch (PosixException e) {
      throw orGone(e);
    }
  }

  /** One that is killed before it has read everything is gone by another error. */
  private static IOException orGone(PosixException e) {
    return e.errno() == PosixException.ECONNRESET || e.errno() == PosixException.EPIPE
        ? new EOFException(GONE)
        : e;
  }
}
