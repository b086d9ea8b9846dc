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
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Where the parent waits for one child that it has just started: a socket in a fresh directory that
 * only this user may enter, for as long as the start takes. Once the child has connected, or has
 * failed to, nothing of it is left in the file system.
 *
 * <p>Anyone who finds the socket may connect; only the child knows the token. Connections are read
 * side by side, so a stranger who says nothing does not hold the child up, and one who says
 * something wrong is disconnected. No more than {@link #MOST_STRANGERS} are kept waiting.
 *
 * <p>Not thread-safe, but for {@link #wakeup}.
 */
public final class Rendezvous implements Closeable {
  private static final int MOST_STRANGERS = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Endpoint endpoint;
  private final Claims claims;
  private final ServerSocketChannel server;
  private final Selector selector;

  /** Connections that have proven nothing yet, the oldest first. */
  private final Deque<SocketChannel> strangers = new ArrayDeque<>();

  /** Connections that have proven the token, while one is missing. */
  private final Map<Line, SocketChannel> proven = new EnumMap<>(Line.class);

  private Rendezvous(
      Endpoint endpoint, Claims claims, ServerSocketChannel server, Selector selector) {
    this.endpoint = endpoint;
    this.claims = claims;
    this.server = server;
    this.selector = selector;
  }

  /**
   * Opens a meeting place.
   *
   * @return a new one; its owner closes it
   * @throws IOException if the temporary directory does not allow it; nothing is left behind
   */
  public static Rendezvous open() throws IOException {
    Path directory = PrivateDirectories.create();
    ServerSocketChannel server = null;
    Selector selector = null;
    try {
      selector = Selector.open();
      server = bind(directory.resolve("socket"));
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      byte[] token = new byte[Greeting.TOKEN_BYTES];
      RANDOM.nextBytes(token);
      Endpoint endpoint =
          new Endpoint(Endpoint.describe(server.getLocalAddress()), token, directory.toString());
      return new Rendezvous(endpoint, Claims.create(endpoint.claimsFile()), server, selector);
    } catch (IOException | RuntimeException e) {
      if (server != null) {
        server.close();
      }
      if (selector != null) {
        selector.close();
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
   * Tells the child where to come.
   *
   * @return the endpoint, to be passed privately
   */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Gives the words that the child will share.
   *
   * @return the parent's view of them
   */
  public Claims claims() {
    return claims;
  }

  /**
   * Waits for the child.
   *
   * @param given up when this says so; {@link #wakeup} makes it be asked again
   * @param clock the time in nanoseconds
   * @param deadline when to give up, on that clock
   * @return the connections of the child, which has proven itself; empty if given up
   * @throws IOException if the socket fails
   */
  public Optional<Connections> accept(BooleanSupplier given, LongSupplier clock, long deadline)
      throws IOException {
    while (!given.getAsBoolean() && clock.getAsLong() - deadline < 0) {
      selector.select(Math.max(1, (deadline - clock.getAsLong()) / 1_000_000));
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isAcceptable()) {
          admit();
        } else {
          readGreeting(key);
        }
      }
      selector.selectedKeys().clear();
      if (proven.size() == Line.values().length) {
        selector.selectNow(); // lets go of the cancelled keys
        Connections child =
            new Connections(proven.remove(Line.FRAMES), proven.remove(Line.LIFELINE));
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  private void admit() throws IOException {
    SocketChannel connection = server.accept();
    if (connection == null) {
      return;
    }
    if (strangers.size() == MOST_STRANGERS) {
      strangers
          .remove()
          .close(); // the child says what it has to at once; who has waited longest is not it
    }
    strangers.add(connection);
    connection.configureBlocking(false);
    connection.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(Greeting.BYTES));
  }

  /** Reads what has come of a greeting; keeps the connection if it proves the token. */
  private void readGreeting(SelectionKey key) throws IOException {
    SocketChannel connection = (SocketChannel) key.channel();
    ByteBuffer greeting = (ByteBuffer) key.attachment();
    try {
      int received = connection.read(greeting);
      if (received >= 0 && greeting.hasRemaining()) {
        return;
      }
      Line line = received < 0 ? null : Greeting.check(greeting.flip(), endpoint.token());
      if (line != null && proven.putIfAbsent(line, connection) == null) {
        key.cancel();
        strangers.remove(connection);
        return;
      }
    } catch (IOException e) {
      log("a stranger at " + endpoint + " has gone", e);
    }
    strangers.remove(connection);
    connection.close();
    log("refused a connection to " + endpoint + " that did not prove the token", null);
  }

  private static void log(String message, Exception cause) {
    System.getLogger("io.forkpool").log(System.Logger.Level.DEBUG, message, cause);
  }

  /** Makes a waiting {@link #accept} look again whether to give up. Thread-safe. */
  public void wakeup() {
    selector.wakeup();
  }

  /** Closes the socket and whatever strangers are still connected, and deletes the directory. */
  @Override
  public void close() throws IOException {
    if (!selector.isOpen()) {
      return;
    }
    try (server;
        selector) {
      for (SelectionKey key : selector.keys()) {
        if (key.isValid()) {
          key.channel().close();
        }
      }
      for (SocketChannel half : proven.values()) {
        half.close();
      }
    } finally {
      PrivateDirectories.delete(Path.of(endpoint.directory()));
    }
  }
}
