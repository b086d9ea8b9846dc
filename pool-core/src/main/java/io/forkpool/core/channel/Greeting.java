package io.forkpool.core.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;

/**
 * The first bytes on a connection, from the child: proof that it is the child that was started.
 * Until it has been checked, nothing else is read from the connection.
 *
 * <pre>
 *   0                3      4                                   36
 *   +----------------+------+-----------------------------------+
 *   |      FKP       | line |             token (32)            |
 *   +----------------+------+-----------------------------------+
 * </pre>
 */
public final class Greeting {
  /** How long a token is: 256 bits. */
  public static final int TOKEN_BYTES = 32;

  static final int BYTES = 4 + TOKEN_BYTES;
  private static final int MAGIC = 'F' << 24 | 'K' << 16 | 'P' << 8;

  private Greeting() {}

  /**
   * Connects to the parent and proves the token: the child's side.
   *
   * @param endpoint where the parent waits
   * @param line what the connection is for
   * @return the connection
   * @throws IOException if there is no parent there
   */
  public static SocketChannel connect(Endpoint endpoint, Line line) throws IOException {
    SocketAddress address = endpoint.socketAddress();
    SocketChannel socket =
        address instanceof InetSocketAddress
            ? SocketChannel.open()
            : SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      socket.connect(address);
      ByteBuffer greeting = ByteBuffer.allocate(BYTES);
      greeting.putInt(MAGIC | line.code()).put(endpoint.token()).flip();
      while (greeting.hasRemaining()) {
        socket.write(greeting);
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Tells what a connection is for; null if the greeting does not prove the token. */
  static Line check(ByteBuffer greeting, byte[] token) {
    byte[] claimed = new byte[TOKEN_BYTES];
    int head = greeting.getInt();
    greeting.get(claimed);
    boolean proven = MessageDigest.isEqual(claimed, token); // takes the same time if not
    return proven && (head & 0xffffff00) == MAGIC ? Line.ofCode(head & 0xff) : null;
  }
}
