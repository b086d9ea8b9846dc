package io.forkpool.posix;

import io.forkpool.spi.ChildHandle;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Where an application waits for the fork server that it has started: a socket in a directory that
 * only this user may enter. Both are there only until the server has come, or has ended.
 */
final class ServerMeeting implements Closeable {
  private final Path directory;
  private final Path path;
  private final ServerSocketChannel listening;
  private final byte[] token = new byte[ServerOrder.TOKEN_BYTES];

  private ServerMeeting(Path directory, ServerSocketChannel listening) throws IOException {
    this.directory = directory;
    this.path = directory.resolve("socket");
    this.listening = listening;
    new SecureRandom().nextBytes(token);
    listening.bind(UnixDomainSocketAddress.of(path));
  }

  static ServerMeeting open() throws IOException {
    Path directory =
        Files.createTempDirectory(
            "forkpool-server-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      return new ServerMeeting(directory, ServerSocketChannel.open(StandardProtocolFamily.UNIX));
    } catch (IOException e) {
      Files.deleteIfExists(directory);
      throw e;
    }
  }

  String path() {
    return path.toString();
  }

  byte[] token() {
    return token.clone();
  }

  /**
   * Waits for the server. Its end wakes this thread; so does an interrupt.
   *
   * @throws IOException if it has ended, or this thread is interrupted
   */
  SocketChannel await(ChildHandle server) throws IOException {
    server.onExit().thenRun(this::stopListening);
    while (true) {
      SocketChannel connection = listening.accept();
      if (proves(connection)) {
        return connection;
      }
      connection.close();
    }
  }

  private boolean proves(SocketChannel connection) throws IOException {
    ByteBuffer greeting = ByteBuffer.allocate(ServerOrder.TOKEN_BYTES);
    while (greeting.hasRemaining()) {
      if (connection.read(greeting) < 0) {
        return false;
      }
    }
    return MessageDigest.isEqual(greeting.array(), token);
  }

  private void stopListening() {
    try {
      listening.close();
    } catch (IOException e) {
      System.getLogger(ServerMeeting.class.getPackageName())
          .log(System.Logger.Level.DEBUG, "closing a socket", e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    Files.deleteIfExists(path);
    Files.deleteIfExists(directory);
  }
}
