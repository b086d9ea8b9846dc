package io.forkpool.core.channel;

import io.forkpool.TaskSerializationException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the items of a frame's body are encoded: a stream that grows without copying what it holds.
 *
 * <p>Small writes fill blocks; a large array becomes a piece of its own, so that a 64 MB argument
 * is copied once, or not at all where its owner waits until it is sent ({@code borrowing}). What
 * has been {@linkplain #drain() drained} is never touched again, so that another thread may send it
 * while further items are added. Not thread-safe otherwise.
 */
public final class ItemBuffer extends OutputStream implements Borrower {
  private static final int FIRST_BLOCK = 512;
  private static final int BLOCK = 64 * 1024;
  private static final int OWN_PIECE = 32 * 1024;

  private final boolean borrowing;
  private final int maxItem;
  private final List<Slice> pieces = new ArrayList<>(2);

  /** The block that is being filled: sealed before {@code start}, written before {@code end}. */
  private byte[] block = new byte[FIRST_BLOCK];

  private int start;
  private int end;
  private long sealedBytes;

  /** Whether arrays of others are among the pieces. */
  private boolean borrowed;

  /** The state at the begin of the current item, to which a failed one is taken back. */
  private byte[] markBlock;

  private int markPieces;
  private int markStart;
  private int markEnd;
  private long markSealed;

  /**
   * Makes an empty buffer.
   *
   * @param borrowing whether large arrays that are {@linkplain #borrow lent} are kept by reference:
   *     their owner must not change them before they are sent
   */
  public ItemBuffer(boolean borrowing) {
    this(borrowing, Frame.MAX_ITEM);
  }

  ItemBuffer(boolean borrowing, int maxItem) {
    this.borrowing = borrowing;
    this.maxItem = maxItem;
  }

  /** Begins an item: leaves room for its length. */
  public void beginItem() {
    ensure(4);
    markBlock = block;
    markPieces = pieces.size();
    markStart = start;
    markEnd = end;
    markSealed = sealedBytes;
    end += 4;
  }

  /**
   * Ends the item: fills its length in.
   *
   * @return how many bytes it takes, the length included
   */
  public int endItem() {
    int length = (int) itemLength();
    byte[] at = markBlock;
    at[markEnd] = (byte) (length >>> 24);
    at[markEnd + 1] = (byte) (length >>> 16);
    at[markEnd + 2] = (byte) (length >>> 8);
    at[markEnd + 3] = (byte) length;
    markBlock = null;
    return length + 4;
  }

  /** How many bytes were written since the begin of the item. */
  private long itemLength() {
    return size() - (markSealed + markEnd - markStart) - 4;
  }

  /** Takes the item back that was begun, and what was written of it. */
  public void dropItem() {
    while (pieces.size() > markPieces) {
      pieces.remove(pieces.size() - 1);
    }
    block = markBlock;
    start = markStart;
    end = markEnd;
    sealedBytes = markSealed;
    markBlock = null;
  }

  @Override
  public void write(int b) {
    ensure(1);
    block[end++] = (byte) b;
    checkItem(0);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    if (length >= OWN_PIECE) {
      addPiece(new Slice(Arrays.copyOfRange(source, offset, offset + length), 0, length));
    } else {
      int fits = Math.min(length, block.length - end);
      System.arraycopy(source, offset, block, end, fits);
      end += fits;
      if (fits < length) {
        ensure(length - fits);
        System.arraycopy(source, offset + fits, block, end, length - fits);
        end += length - fits;
      }
    }
    checkItem(0);
  }

  @Override
  public void borrow(byte[] array, int offset, int length) {
    if (borrowing && length >= OWN_PIECE) {
      addPiece(new Slice(array, offset, offset + length));
      borrowed = true;
    } else {
      write(array, offset, length);
    }
  }

  private void addPiece(Slice piece) {
    checkItem(piece.length());
    seal();
    pieces.add(piece);
    sealedBytes += piece.length();
  }

  private void checkItem(int more) {
    if (markBlock != null && itemLength() + more > maxItem) {
      throw new TaskSerializationException(
          "a value of more than "
              + maxItem
              + " encoded bytes cannot travel; pass it in parts, or by a file",
          null,
          null,
          null);
    }
  }

  /**
   * Tells how many bytes are here.
   *
   * @return those written and not drained
   */
  public long size() {
    return sealedBytes + end - start;
  }

  /**
   * Tells whether what is here must be sent before the owner of an array goes on.
   *
   * @return whether arrays were borrowed since the last {@link #drain}
   */
  public boolean holdsBorrowed() {
    return borrowed;
  }

  /**
   * Takes out what is here, whole items only.
   *
   * @return the bytes, in pieces
   */
  public Payload drain() {
    seal();
    Payload drained = new Payload(List.copyOf(pieces), sealedBytes);
    pieces.clear();
    borrowed = false;
    sealedBytes = 0;
    return drained;
  }

  private void ensure(int bytes) {
    if (block.length - end < bytes) {
      seal();
      block =
          new byte
              [Math.max(block.length < BLOCK ? Math.min(block.length * 8, BLOCK) : BLOCK, bytes)];
      start = 0;
      end = 0;
    }
  }

  private void seal() {
    if (end > start) {
      pieces.add(new Slice(block, start, end));
      sealedBytes += end - start;
      start = end;
    }
  }
}
