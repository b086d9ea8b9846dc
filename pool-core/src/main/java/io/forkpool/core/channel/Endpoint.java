package io.forkpool.core.channel;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a process is met by others, and what they prove themselves with. Travels to them by a
 * private way only.
 *
 * @param address {@code unix:} and a path, or {@code tcp:} and a loopback port
 * @param token the secret, {@link Greeting#TOKEN_BYTES} bytes
 * @param directory the private directory of the socket, and of a child's words
 */
public record Endpoint(String address, byte[] token, String directory) implements Serializable {
  private static final String UNIX = "unix:";
  private static final String TCP = "tcp:";

  /** Checks the components. */
  public Endpoint {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(directory, "directory");
    if (token.length != Greeting.TOKEN_BYTES) {
      throw new IllegalArgumentException("a token of " + token.length + " bytes");
    }
  }

  static String describe(SocketAddress bound) {
    return bound instanceof InetSocketAddress tcp ? TCP + tcp.getPort() : UNIX + bound;
  }

  SocketAddress socketAddress() {
    return address.startsWith(UNIX)
        ? UnixDomainSocketAddress.of(address.substring(UNIX.length()))
        : new InetSocketAddress(
            InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(TCP.length())));
  }

  /**
   * Tells where the shared words are.
   *
   * @return the file for {@link Claims#open}
   */
  public Path claimsFile() {
    return Path.of(directory, "claims");
  }

  Path socketFile() {
    return Path.of(directory, "socket");
  }

  /**
   * Tells whether the parent has taken the meeting back: it closed its pool meanwhile.
   *
   * @return whether the directory is not there
   */
  public boolean isGone() {
    return Files.notExists(Path.of(directory));
  }

  /**
   * Deletes the directory with what is in it, if it is still there. The parent does once the child
   * has connected; a child whose parent died before that does.
   *
   * @throws IOException if it cannot be deleted
   */
  public void delete() throws IOException {
    Files.deleteIfExists(socketFile());
    Files.deleteIfExists(claimsFile());
    Files.deleteIfExists(Path.of(directory));
  }

  /** Leaves the token out. */
  @Override
  public String toString() {
    return address;
  }
}
