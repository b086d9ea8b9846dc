package io.forkpool.core.channel;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Three words of memory that a parent and one child share, by which both know exactly what the
 * child has begun, at every moment and also after the child was killed.
 *
 * <p><b>The claim word</b> holds an epoch and the sequence number of the last chunk that the child
 * began. Chunks are sent ahead of their turn so that the child never waits; but one that is sent
 * may still be better done elsewhere, when the child is stuck in a long task or dies. So before the
 * child begins a chunk it claims it by compare-and-set, and the parent takes back all chunks that
 * are not claimed by raising the epoch, by compare-and-set of the same word. Of the two exactly one
 * wins, whenever they meet:
 *
 * <ul>
 *   <li>the child claims a chunk only while the word's epoch is the one the chunk was sent in; its
 *       sequence number is then in the word, and a revocation that comes later spares it;
 *   <li>after a revocation no chunk of an older epoch can be claimed: the child skips their frames,
 *       which may still be under way, and the parent is free to give them to others.
 * </ul>
 *
 * <p><b>The progress word</b> holds the index of the last task that was begun in the claimed chunk.
 * The child writes it, by compare-and-set against what it wrote before: it costs no message. The
 * parent may only set one bit in it, which <em>condemns</em> the child: it can begin no other task
 * from then on. Since a kill takes time, that is what makes it exact: a child is condemned first,
 * by compare-and-set against the task that the kill is meant for; if the child has gone on to
 * another task meanwhile, that fails, and there is no kill. A child that finds itself condemned
 * reports what it has done and waits for its end.
 *
 * <p><b>The dropped word</b> holds the number of a chunk that nobody wants any more. Only the
 * parent writes it; the child looks before each task, and skips what is left of that chunk. One
 * word is enough, since a child only ever runs the last chunk that it has claimed.
 *
 * <p>The words lie in a file that both map and that is deleted once both have; each has a cache
 * line of its own. Since chunks arrive in order, numbers only grow; 44 bits of them last for months
 * of a million chunks a second. Epochs wrap, which would matter only if a million revocations
 * overtook one frame.
 */
public final class Claims {
  /** How many bytes the words take. */
  public static final int BYTES = 192;

  private static final int CLAIM = 0;
  private static final int PROGRESS = 64;
  private static final int CLOCK = 72;
  private static final int DROPPED = 128;
  private static final int SEQUENCE_BITS = 44;
  private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;
  private static final int INDEX_BITS = 32;
  private static final long CONDEMNED = 1L << (INDEX_BITS - 1);
  private static final long EPOCH_MASK = (1L << (Long.SIZE - SEQUENCE_BITS)) - 1;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer words;

  /** In the child: the progress word as it was written last. */
  private long begun;

  Claims(ByteBuffer words) {
    this.words = words;
  }

  /**
   * Makes the file and maps it: the parent's side.
   *
   * @param file where; it must not exist
   * @return the words, all zero
   * @throws IOException if the file cannot be made or mapped
   */
  public static Claims create(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return new Claims(Mapping.FASTEST.map(channel, BYTES));
    }
  }

  /**
   * Maps a file that was made by {@link #create}: the child's side.
   *
   * @param file the file
   * @return the same words
   * @throws IOException if the file cannot be mapped
   */
  public static Claims open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Claims(Mapping.FASTEST.map(channel, BYTES));
    }
  }

  /**
   * Claims a chunk: the child is about to begin it.
   *
   * @param sequence the chunk's number
   * @param epoch the epoch it was sent in
   * @return whether it may be begun; otherwise the parent has taken it back
   */
  public boolean claim(long sequence, long epoch) {
    while (true) {
      long word = (long) WORD.getVolatile(words, CLAIM);
      if (epochOf(word) != (epoch & EPOCH_MASK)) {
        return false;
      }
      long claimed = (word & ~SEQUENCE_MASK) | (sequence & SEQUENCE_MASK);
      if (WORD.compareAndSet(words, CLAIM, word, claimed)) {
        return true;
      }
    }
  }

  /**
   * Notes the time: the child's side. All processes of a machine read the same clock where HotSpot
   * runs; who reads this allows for one that does not.
   *
   * @param nanos {@link System#nanoTime} before the task that is about to begin
   */
  public void clock(long nanos) {
    WORD.setOpaque(words, CLOCK, nanos);
  }

  /**
   * Tells when the child has looked at the clock last: the parent's side.
   *
   * @return the time before the task that runs, or before a few short ones that came before it
   */
  public long clock() {
    return (long) WORD.getOpaque(words, CLOCK);
  }

  /**
   * Notes which task of the claimed chunk is about to begin. A killed process's last store is seen,
   * since it is in the memory that both map.
   *
   * @param sequence the chunk's number
   * @param index the task's index in the chunk
   * @return whether it may begin; otherwise this child is condemned: it is about to be killed
   */
  public boolean begin(long sequence, int index) {
    long next = sequence << INDEX_BITS | index;
    if (!WORD.compareAndSet(words, PROGRESS, begun, next)) {
      return false;
    }
    begun = next;
    return true;
  }

  /**
   * Condemns the child while it runs a certain task: the parent's side.
   *
   * @param progress the {@link #progress} that tells which task
   * @return whether it has begun no other task meanwhile, and will not
   */
  public boolean condemn(long progress) {
    return WORD.compareAndSet(words, PROGRESS, progress, progress | CONDEMNED);
  }

  /** Condemns the child, whatever it runs: the parent's side. */
  public void condemn() {
    WORD.getAndBitwiseOr(words, PROGRESS, CONDEMNED);
  }

  /**
   * Says that nobody wants a chunk any more: the parent's side.
   *
   * @param sequence the chunk's number, not less than at the last call
   */
  public void drop(long sequence) {
    WORD.setVolatile(words, DROPPED, sequence);
  }

  /**
   * Tells whether nobody wants a chunk any more. After {@link #claim} of the chunk: either the
   * child sees here that it was dropped, or the parent sees afterwards that it is claimed.
   *
   * @param sequence the chunk's number
   * @return whether what is left of it is to be skipped
   */
  public boolean isDropped(long sequence) {
    return (long) WORD.getVolatile(words, DROPPED) == sequence;
  }

  /**
   * Takes back all chunks that are not claimed: the parent's side.
   *
   * @param epoch the epoch that they were sent in
   * @return the number of the last chunk that was claimed; those after it will never be
   */
  public long revoke(long epoch) {
    while (true) {
      long word = (long) WORD.getVolatile(words, CLAIM);
      long raised = (epoch + 1) << SEQUENCE_BITS | (word & SEQUENCE_MASK);
      if (WORD.compareAndSet(words, CLAIM, word, raised)) {
        return word & SEQUENCE_MASK;
      }
    }
  }

  /**
   * Tells which chunk the child has claimed last.
   *
   * @return its number; 0 if none
   */
  public long claimed() {
    return (long) WORD.getVolatile(words, CLAIM) & SEQUENCE_MASK;
  }

  /**
   * Tells how many tasks of a chunk were begun.
   *
   * @param sequence the number of the chunk that was claimed last
   * @return how many; 0 if the child has claimed it but begun no task
   */
  public int begun(long sequence) {
    long word = progress();
    boolean ofThisChunk = word >>> INDEX_BITS == (sequence & 0xffffffffL);
    return ofThisChunk && sequence != 0 ? indexOf(word) + 1 : 0;
  }

  /**
   * Gives a number that changes whenever another task is begun.
   *
   * @return the progress word
   */
  public long progress() {
    return (long) WORD.getOpaque(words, PROGRESS);
  }

  private static int indexOf(long progress) {
    return (int) (progress & (CONDEMNED - 1));
  }

  private static long epochOf(long word) {
    return word >>> SEQUENCE_BITS;
  }
}
