package io.forkpool.core.channel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;

/**
 * The first bytes on a connection, from the child: proof that it is the child that was started.
 * Until it has been checked, nothing else is read from the connection.
 *
 * <pre>
 *   0          4                                   36
 *   +----------+-----------------------------------+
 *   | FKP 0x01 |             token (32)            |
 *   +----------+-----------------------------------+
 * </pre>
 */
public final class Greeting {
  /** How long a token is: 256 bits. */
  public static final int TOKEN_BYTES = 32;

  static final int BYTES = 4 + TOKEN_BYTES;
  private static final int MAGIC = 'F' << 24 | 'K' << 16 | 'P' << 8 | 1;

  private Greeting() {}

  /**
   * Connects to the parent and proves the token: the child's side.
   *
   * @param endpoint where the parent waits
   * @return the connection
   * @throws IOException if there is no parent there
   */
  public static SocketChannel connect(Endpoint endpoint) throws IOException {
    SocketAddress address = endpoint.socketAddress();
    SocketChannel socket =
        address instanceof InetSocketAddress
            ? SocketChannel.open()
            : SocketChannel.open(java.net.StandardProtocolFamily.UNIX);
    try {
      socket.connect(address);
      ByteBuffer greeting = ByteBuffer.allocate(BYTES);
      greeting.putInt(MAGIC).put(endpoint.token()).flip();
      while (greeting.hasRemaining()) {
        socket.write(greeting);
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Tells whether the bytes are the greeting that proves the token; takes the same time if not. */
  static boolean proves(ByteBuffer greeting, byte[] token) {
    byte[] claimed = new byte[TOKEN_BYTES];
    int magic = greeting.getInt();
    greeting.get(claimed);
    return MessageDigest.isEqual(claimed, token) & magic == MAGIC;
  }
}
