package io.forkpool.core.channel;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory that a process shares with the owner of a queue that it uses much.
 *
 * <pre>
 *      0  puts: places granted, and used
 *     64  takes: items sent, and handed out
 *    128  whether the owner wants to be told of each put and each item handed out
 *    192  where the user has written to, and
 *    256  where the owner has read to, if the data are a ring
 *    320  the order for items
 *    384  whether the owner has items that nobody was sent
 *    448  how many bytes of items have left the owner, from whichever account they came
 *   4096  data: a ring of items that are put, or a tray of items to be handed out
 * </pre>
 *
 * Each of the lines of 64 bytes is written by one side at a time.
 *
 * <p>It lies in a file in a {@linkplain PrivateDirectories private directory}. The user makes it,
 * the owner opens it, and then the user deletes it. All of it is written once before it is mapped:
 * where there is no space for it, that fails, and not a later access, which would be fatal.
 */
public final class Ledger {
  private static final int PUTS = 0;
  private static final int TAKES = 64;
  private static final int WATCHED = 128;
  private static final int WRITTEN = 192;
  private static final int READ = 256;
  private static final int ORDER = 320;
  private static final int STOCKED = 384;
  private static final int DEPARTED = 448;
  private static final int DATA = 4096;
  private static final int MOST_DATA = 1 << 26;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer words;
  private final Tally puts;
  private final Tally takes;
  private final Ring ring;
  private final Tray tray;
  private final Order order;

  private Ledger(ByteBuffer words) {
    this.words = words;
    this.puts = new Tally(words, PUTS);
    this.takes = new Tally(words, TAKES);
    ByteBuffer data = words.slice(DATA, words.capacity() - DATA).order(ByteOrder.nativeOrder());
    this.ring = new Ring(words, WRITTEN, READ, data);
    this.tray = new Tray(data);
    this.order = new Order(words, ORDER);
  }

  /**
   * A new ledger, while its file is there.
   *
   * @param ledger the memory
   * @param file where the other side finds it
   */
  public record Draft(Ledger ledger, Path file) implements Closeable {
    /** Deletes the file; the memory stays. */
    @Override
    public void close() {
      PrivateDirectories.delete(file.getParent());
    }
  }

  /**
   * Makes the file and maps it: the user's side.
   *
   * @param bytes how many bytes of data
   * @return the memory, all zero; to be closed when the owner has opened the file, or has not
   * @throws IOException if the file cannot be made or mapped, for instance because there is no
   *     space; nothing is left behind
   */
  public static Draft create(int bytes) throws IOException {
    Path directory = PrivateDirectories.create();
    Path file = directory.resolve("ledger");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      int length = DATA + bytes;
      ByteBuffer zeros = ByteBuffer.allocate(Math.min(length, 1 << 16));
      while (channel.position() < length) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), length - channel.position()));
        channel.write(zeros);
      }
      return new Draft(new Ledger(Mapping.FASTEST.map(channel, length)), file);
    } catch (IOException | RuntimeException e) {
      PrivateDirectories.delete(directory);
      throw e;
    }
  }

  /**
   * Maps a file that was made by {@link #create}: the owner's side.
   *
   * @param file the file
   * @return the same memory
   * @throws IOException if the file cannot be mapped, or is none of these
   */
  public static Ledger open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < DATA || channel.size() > DATA + MOST_DATA) {
        throw new IOException("not a ledger: " + file);
      }
      return new Ledger(Mapping.FASTEST.map(channel, channel.size()));
    }
  }

  /**
   * Makes one in memory of this process alone.
   *
   * @param bytes how many bytes of data
   * @return the memory, all zero
   */
  public static Ledger unshared(int bytes) {
    return new Ledger(ByteBuffer.allocateDirect(DATA + bytes));
  }

  /**
   * Counts the places that may be put to without asking.
   *
   * @return the tally
   */
  public Tally puts() {
    return puts;
  }

  /**
   * Counts the items that may be handed out without asking.
   *
   * @return the tally
   */
  public Tally takes() {
    return takes;
  }

  /**
   * Gives the data of who puts.
   *
   * @return the ring
   */
  public Ring ring() {
    return ring;
  }

  /**
   * Gives the data of who takes.
   *
   * @return the tray
   */
  public Tray tray() {
    return tray;
  }

  /**
   * Gives the order of who takes.
   *
   * @return the order
   */
  public Order order() {
    return order;
  }

  /**
   * Says whether there are items that nobody was sent: the owner's side. Who orders after this sees
   * it; the owner looks for orders that were placed before.
   *
   * @param stocked whether there are
   */
  public void stocked(boolean stocked) {
    WORD.setVolatile(words, STOCKED, stocked ? 1L : 0L);
  }

  /**
   * Tells whether there are items that nobody was sent, so that it is better to ask than to wait
   * for an order: the user's side, after it has ordered.
   *
   * @return whether there are
   */
  public boolean isStocked() {
    return (long) WORD.getVolatile(words, STOCKED) != 0;
  }

  /**
   * Says how many bytes of items were handed out or sent: the owner's side.
   *
   * @param bytes a number that only grows
   */
  public void departed(long bytes) {
    WORD.setOpaque(words, DEPARTED, bytes);
  }

  /**
   * Tells how many bytes of items were handed out or sent, roughly: the user's side.
   *
   * @return what the owner has said last
   */
  public long departed() {
    return (long) WORD.getOpaque(words, DEPARTED);
  }

  /**
   * Says whether each put, and each item that is handed out, is to be told: the owner's side. A
   * user that acts after this sees it; what was done before is seen by the owner after this.
   *
   * @param watched whether it is
   */
  public void watch(boolean watched) {
    WORD.setVolatile(words, WATCHED, watched ? 1L : 0L);
  }

  /**
   * Tells whether each put, and each item that is handed out, is to be told: the user's side, after
   * it.
   *
   * @return whether it is
   */
  public boolean isWatched() {
    return (long) WORD.getVolatile(words, WATCHED) != 0;
  }
}
