package io.forkpool.core.channel;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A listening socket in a fresh directory that only this user may enter, and the proof that whoever
 * connects has to give. Anyone who finds the socket may connect; only who was told knows the token.
 * Connections are read side by side, so a stranger who says nothing does not hold others up, and
 * one who says something wrong is disconnected. No more than {@link #MOST_STRANGERS} are kept
 * waiting.
 *
 * <p>Its owner has the selector, and calls {@link #handle} for the keys that are ready. Not
 * thread-safe.
 */
public final class Door implements Closeable {
  private static final int MOST_STRANGERS = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Endpoint endpoint;
  private final ServerSocketChannel server;
  private final Selector selector;

  /** Connections that have proven nothing yet, the oldest first. */
  private final Deque<SocketChannel> strangers = new ArrayDeque<>();

  private Door(Endpoint endpoint, ServerSocketChannel server, Selector selector) {
    this.endpoint = endpoint;
    this.server = server;
    this.selector = selector;
  }

  /**
   * Opens a door.
   *
   * @param selector where connections are waited for
   * @return a new one; its owner closes it
   * @throws IOException if the temporary directory does not allow it; nothing is left behind
   */
  public static Door open(Selector selector) throws IOException {
    Path directory = PrivateDirectories.create();
    ServerSocketChannel server = null;
    try {
      server = bind(directory.resolve("socket"));
      server.configureBlocking(false);
      byte[] token = new byte[Greeting.TOKEN_BYTES];
      RANDOM.nextBytes(token);
      Endpoint endpoint =
          new Endpoint(Endpoint.describe(server.getLocalAddress()), token, directory.toString());
      Door door = new Door(endpoint, server, selector);
      server.register(selector, SelectionKey.OP_ACCEPT, door);
      return door;
    } catch (IOException | RuntimeException e) {
      if (server != null) {
        server.close();
      }
      PrivateDirectories.delete(directory);
      throw e;
    }
  }

  /** Binds a unix-domain socket, or one on the loopback address where the system has no other. */
  private static ServerSocketChannel bind(Path path) throws IOException {
    ServerSocketChannel server;
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (UnsupportedOperationException e) {
      server = ServerSocketChannel.open();
      return server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
    try {
      return server.bind(UnixDomainSocketAddress.of(path));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw new IOException("cannot make a unix-domain socket at " + path, e);
    }
  }

  /**
   * Tells where to connect, and with which token.
   *
   * @return the endpoint, to be passed privately
   */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * A connection that has proven the token.
   *
   * @param line what it is for
   * @param key that of the connection, which is non-blocking; both are the caller's from now on
   */
  public record Guest(Line line, SelectionKey key) {
    /**
     * Gives the connection.
     *
     * @return its socket
     */
    public SocketChannel socket() {
      return (SocketChannel) key.channel();
    }
  }

  /**
   * Takes in what has come.
   *
   * @param key a key of the selector that is ready and is this door's: its channel is the listening
   *     socket, or a stranger's
   * @return the connection, if it has proven itself by that
   * @throws IOException if the listening socket fails
   */
  public Optional<Guest> handle(SelectionKey key) throws IOException {
    if (key.channel() == server) {
      admit();
      return Optional.empty();
    }
    return readGreeting(key);
  }

  private void admit() throws IOException {
    SocketChannel connection = server.accept();
    if (connection == null) {
      return;
    }
    if (strangers.size() == MOST_STRANGERS) {
      strangers
          .remove()
          .close(); // who is expected says what it has to at once; who has waited longest is not it
    }
    strangers.add(connection);
    connection.configureBlocking(false);
    connection.register(
        selector, SelectionKey.OP_READ, new Stranger(this, ByteBuffer.allocate(Greeting.BYTES)));
  }

  /**
   * What is attached to a stranger's key.
   *
   * @param door where it has knocked
   * @param greeting what it has said so far
   */
  record Stranger(Door door, ByteBuffer greeting) {}

  /**
   * Finds the door that a key belongs to.
   *
   * @param key a key of a selector with which doors are registered
   * @return its door; empty if it is of something else
   */
  public static Optional<Door> of(SelectionKey key) {
    Object attachment = key.attachment();
    if (attachment instanceof Stranger stranger) {
      return Optional.of(stranger.door());
    }
    return attachment instanceof Door door ? Optional.of(door) : Optional.empty();
  }

  /** Reads what has come of a greeting; keeps the connection if it proves the token. */
  private Optional<Guest> readGreeting(SelectionKey key) throws IOException {
    SocketChannel connection = (SocketChannel) key.channel();
    ByteBuffer greeting = ((Stranger) key.attachment()).greeting();
    try {
      int received = connection.read(greeting);
      if (received >= 0 && greeting.hasRemaining()) {
        return Optional.empty();
      }
      Line line = received < 0 ? null : Greeting.check(greeting.flip(), endpoint.token());
      if (line != null) {
        strangers.remove(connection);
        return Optional.of(new Guest(line, key));
      }
    } catch (IOException e) {
      log("a stranger at " + endpoint + " has gone", e);
    }
    refuse(connection);
    return Optional.empty();
  }

  /** Closes a connection that has proven nothing, or is one too many. */
  void refuse(SocketChannel connection) throws IOException {
    strangers.remove(connection);
    connection.close();
    log("refused a connection to " + endpoint + " that did not prove the token", null);
  }

  private static void log(String message, Exception cause) {
    System.getLogger("io.forkpool").log(System.Logger.Level.DEBUG, message, cause);
  }

  /** Notes that the directory is in use: see {@link PrivateDirectories}. */
  public void keepAlive() {
    PrivateDirectories.touch(Path.of(endpoint.directory()));
  }

  /** Closes the socket and whatever strangers are still connected, and deletes the directory. */
  @Override
  public void close() throws IOException {
    if (!server.isOpen()) {
      return;
    }
    try (server) {
      for (SocketChannel stranger : strangers) {
        stranger.close();
      }
    } finally {
      PrivateDirectories.delete(Path.of(endpoint.directory()));
    }
  }
}
