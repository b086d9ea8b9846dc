package io.forkpool.core.channel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Where the parent waits for one child that it has just started: behind a {@link Door}, for as long
 * as the start takes. Once the child has connected, or has failed to, nothing of it is left in the
 * file system.
 *
 * <p>Not thread-safe, but for {@link #wakeup}.
 */
public final class Rendezvous implements Closeable {
  private final Door door;
  private final Claims claims;
  private final Selector selector;

  /** Connections that have proven the token, while one is missing. */
  private final Map<Line, SocketChannel> proven = new EnumMap<>(Line.class);

  private Rendezvous(Door door, Claims claims, Selector selector) {
    this.door = door;
    this.claims = claims;
    this.selector = selector;
  }

  /**
   * Opens a meeting place.
   *
   * @return a new one; its owner closes it
   * @throws IOException if the temporary directory does not allow it; nothing is left behind
   */
  public static Rendezvous open() throws IOException {
    Selector selector = Selector.open();
    Door door = null;
    try {
      door = Door.open(selector);
      return new Rendezvous(door, Claims.create(door.endpoint().claimsFile()), selector);
    } catch (IOException | RuntimeException e) {
      if (door != null) {
        door.close();
      }
      selector.close();
      throw e;
    }
  }

  /**
   * Tells the child where to come.
   *
   * @return the endpoint, to be passed privately
   */
  public Endpoint endpoint() {
    return door.endpoint();
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
        Optional<Door.Guest> guest = door.handle(key);
        if (guest.isPresent()) {
          key.cancel();
          keep(guest.get());
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

  private void keep(Door.Guest guest) throws IOException {
    if (proven.putIfAbsent(guest.line(), guest.socket()) != null) {
      door.refuse(guest.socket()); // the child connects once for each line
    }
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
    try (selector;
        door) {
      for (SocketChannel half : proven.values()) {
        half.close();
      }
    }
  }
}
