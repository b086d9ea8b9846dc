package io.forkpool.core.queue;

import io.forkpool.TaskSerializationException;
import io.forkpool.core.channel.Borrower;
import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Slice;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.spi.TaskCodec;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Turns items into bytes and back on whatever thread calls, with sessions that are lent to one at a
 * time. Thread-safe, without locks: a fork may happen at any moment.
 */
final class ItemCodec {
  private static final TaskCodec CODEC =
      ServiceLoader.load(TaskCodec.class, TaskCodec.class.getClassLoader())
          .findFirst()
          .orElseGet(KryoCodec::new);

  private static final ConcurrentLinkedDeque<CodecSession> FREE = new ConcurrentLinkedDeque<>();

  private ItemCodec() {}

  /**
   * Encodes an item. Large arrays of bytes are not copied: until the result is, their owner must
   * not change them.
   */
  static Payload encode(Object item) {
    CodecSession session = take();
    try {
      Bytes bytes = new Bytes();
      session.encode(item, bytes);
      return bytes.take();
    } finally {
      FREE.push(session);
    }
  }

  static Object decode(byte[] item) {
    CodecSession session = take();
    try {
      return session.decode(item);
    } finally {
      FREE.push(session);
    }
  }

  private static CodecSession take() {
    CodecSession session = FREE.poll();
    return session != null ? session : new CodecSession(CODEC, ItemCodec.class.getClassLoader());
  }

  /** An array that grows, and between its parts the large arrays of others. */
  private static final class Bytes extends OutputStream implements Borrower {
    private static final int LONGEST = Integer.MAX_VALUE - 64;

    /** From here on a copy costs more than a piece of its own. */
    private static final int OWN_PIECE = 16 * 1024;

    private final List<Slice> pieces = new ArrayList<>(1);
    private byte[] bytes = new byte[64];
    private int start;
    private int end;
    private long sealed;

    @Override
    public void write(int one) {
      reserve(1);
      bytes[end++] = (byte) one;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
      reserve(count);
      System.arraycopy(source, offset, bytes, end, count);
      end += count;
    }

    @Override
    public void borrow(byte[] array, int offset, int count) {
      if (count < OWN_PIECE) {
        write(array, offset, count);
        return;
      }
      checkLength(count);
      seal();
      pieces.add(new Slice(array, offset, offset + count));
      sealed += count;
    }

    private void reserve(int count) {
      checkLength(count);
      long needed = (long) end + count;
      if (needed > bytes.length) {
        long grown = Math.max(needed, Math.min(LONGEST, bytes.length * 2L));
        bytes = Arrays.copyOf(bytes, (int) grown);
      }
    }

    private void checkLength(int more) {
      if (sealed + end - start + more > LONGEST) {
        throw new TaskSerializationException(
            "an item of more than "
                + LONGEST
                + " encoded bytes cannot travel; put it in parts, or pass a file",
            null,
            null,
            null);
      }
    }

    private void seal() {
      if (end > start) {
        pieces.add(new Slice(bytes, start, end));
        sealed += end - start;
        start = end;
      }
    }

    Payload take() {
      seal();
      return new Payload(pieces, sealed);
    }
  }
}
